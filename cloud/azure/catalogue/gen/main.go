// Command gen writes cloud/azure/catalogue/roles.txt from the list of Azure's
// built-in roles in the public IAM dataset by Ian McKay, as far as its roles
// concern the services that alienc uses. Run it in the root of the repository:
//
//	go run ./cloud/azure/catalogue/gen -from FILE
//
// FILE is a JSON array of roles: roleName, id and permissions, as Azure's
// command line prints them. The same file gives the same list. To take a newer
// one, change the pin below, Version in package catalogue and the date in its
// NOTICE.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

// pinned is the checksum of the snapshot that the catalogue is made from.
const pinned = "5e0916ad7fc35de2cf65b519344434cad87d9671218e7414abfeb22d0b08a061"

func main() {
	from := flag.String("from", "", "the file with the built-in roles")
	to := flag.String("to", "cloud/azure/catalogue/roles.txt", "the file to write")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(data)); sum != pinned {
		return fmt.Errorf("%s has the checksum %s, the catalogue is made from %s", from, sum, pinned)
	}
	text, err := list(data)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	return os.WriteFile(to, []byte(text), 0o644)
}

// list gives the text of the catalogue for the JSON of the roles.
func list(data []byte) (string, error) {
	var roles []role
	if err := json.Unmarshal(data, &roles); err != nil {
		return "", err
	}
	return describe(roles)
}
