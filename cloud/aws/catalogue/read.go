package catalogue

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for data
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// data is the catalogue: an ordinary gzip file ("gzip -dc actions.gz" shows it
// all) with one member for each service, so that each can be unpacked alone.
// A member's header holds the service's prefix as file name, and its own
// length in an extra field, which makes the chain of headers a table of
// contents. Package gen writes it.
//
//go:embed actions.gz
var data []byte

// The header of a member, as far as it is needed to walk from one to the next
// (RFC 1952): ten fixed bytes, the length of the extra field, its two-letter
// id with its own length, the member's length, the name with a zero byte.
const (
	memberLength = 10 + 2 + 4
	memberName   = memberLength + 4
)

// index reads the table of contents. Data that is not as gen writes it is a
// broken build, hence the panics.
func index(file []byte) *Catalogue {
	c := &Catalogue{services: map[string]*service{}}
	for len(file) > 0 {
		if len(file) < memberName || string(file[12:14]) != "AL" {
			panic("catalogue: a member has no length")
		}
		length := binary.LittleEndian.Uint32(file[memberLength:])
		if int64(length) > int64(len(file)) {
			panic("catalogue: the data ends early")
		}
		member := file[:length]
		file = file[length:]
		prefix, _, _ := bytes.Cut(member[memberName:], []byte{0})
		name := string(prefix)
		c.services[name] = &service{unpack: func() content { return unpack(name, member) }}
	}
	return c
}

// unpack reads one service.
func unpack(prefix string, member []byte) content {
	r, err := gzip.NewReader(bytes.NewReader(member))
	if err != nil {
		panic(fmt.Sprintf("catalogue: %s: %v", prefix, err))
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic(fmt.Sprintf("catalogue: %s: %v", prefix, err))
	}
	return parse(prefix, string(text))
}

// parse reads the text of one service. The first line repeats the prefix; each
// further one is a resource type or an action, its columns divided by tabs:
//
//	type	bucket	arn:${Partition}:s3:::${BucketName}
//	read	GetObject	object,accesspointobject	s3:authType,s3:TlsVersion
//
// Services without details have neither types nor the last two columns.
func parse(prefix, text string) content {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	c := content{actions: make([]Action, 0, len(lines)), byName: make(map[string]int, len(lines))}
	for _, line := range lines[1:] {
		column := strings.Split(line, "\t")
		if column[0] == "type" {
			if c.arns == nil {
				c.arns = map[string]string{}
			}
			c.arns[column[1]] = column[2]
			continue
		}
		a := Action{Name: prefix + ":" + column[1], Level: Level(column[0])}
		if len(column) == 4 {
			a.Resources, a.Conditions = list(column[2]), list(column[3])
		}
		c.byName[strings.ToLower(column[1])] = len(c.actions)
		c.actions = append(c.actions, a)
	}
	return c
}

// list splits a column; an empty one holds nothing.
func list(column string) []string {
	if column == "" {
		return nil
	}
	return strings.Split(column, ",")
}
