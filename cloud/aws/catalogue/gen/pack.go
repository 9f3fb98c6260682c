package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"strings"
)

// lengthOffset is where a member's length stands: behind the ten fixed bytes,
// the length of the extra field, and the id and length of its one entry.
const lengthOffset = 10 + 2 + 4

// pack writes the services as a gzip file with one member for each. Package
// catalogue describes the form.
func pack(services []service) ([]byte, error) {
	var file []byte
	for _, s := range services {
		text, err := describe(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Prefix, err)
		}
		var member bytes.Buffer
		w, err := gzip.NewWriterLevel(&member, gzip.BestCompression)
		if err != nil {
			return nil, err
		}
		// No time and an unknown system: the same input, the same bytes.
		w.Header = gzip.Header{Name: s.Prefix, Extra: []byte("AL\x04\x00\x00\x00\x00\x00"), OS: 255}
		if _, err := w.Write([]byte(text)); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		out := member.Bytes()
		binary.LittleEndian.PutUint32(out[lengthOffset:], uint32(len(out)))
		file = append(file, out...)
	}
	return file, nil
}

// describe gives the text of one service.
func describe(s service) (string, error) {
	var b strings.Builder
	var bad error
	line := func(columns ...string) {
		for _, c := range columns {
			if strings.ContainsAny(c, "\t\n") {
				bad = fmt.Errorf("%q holds a tab or a line end", c)
			}
		}
		b.WriteString(strings.Join(columns, "\t") + "\n")
	}
	line(s.Prefix)
	for _, t := range s.Types {
		line("type", t.Name, t.ARN)
	}
	for _, a := range s.Actions {
		if s.Types == nil {
			line(a.Level, a.Name)
			continue
		}
		line(a.Level, a.Name, strings.Join(a.Resources, ","), strings.Join(a.Conditions, ","))
	}
	return b.String(), bad
}
