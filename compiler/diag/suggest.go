package diag

import "strings"

// aliases are words from the clouds, or from other tools, for what the
// language calls otherwise.
var aliases = map[string]string{
	"Bucket": "Storage", "Table": "Kv", "Topic": "Queue", "Secret": "Vault", "Secrets": "Vault", "Lambda": "Function", "Registry": "ArtifactRegistry",
	"storage/read": "storage/data-read", "storage/write": "storage/data-write",
	"kv/read": "kv/data-read", "kv/write": "kv/data-write",
	"queue/read": "queue/data-read", "queue/write": "queue/data-write",
	"vault/read": "vault/data-read", "vault/write": "vault/data-write",
}

// DidYouMean gives the one name among names that word was probably meant to
// be: an alias from another vocabulary, or the only name within two edits. It
// gives "" when there is none or more than one.
func DidYouMean(word string, names []string) string {
	if alias, ok := aliases[word]; ok {
		for _, n := range names {
			if n == alias {
				return n
			}
		}
	}
	found := ""
	for _, n := range names {
		if n == word || n == found || distance(strings.ToLower(word), strings.ToLower(n)) > 2 {
			continue
		}
		if found != "" {
			return ""
		}
		found = n
	}
	return found
}

// distance counts the insertions, deletions, substitutions and swaps of
// neighbours between a and b, and gives up above two.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > 2 || d < -2 {
		return 3
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
