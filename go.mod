module github.com/alienc/alienc

go 1.26
