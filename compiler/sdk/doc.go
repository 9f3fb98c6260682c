// Package sdk is what "@alienplatform/core" offers to alien.ts: its classes,
// their methods, and what each method takes. One table per class is read by
// everything that knows the language: the objects that the evaluator shows to
// the author's code, the decoding into package ir, the declarations for editors
// and the reference page.
//
// The package knows no JavaScript engine. It sees the author's values as
// [Value] and their places as [Site]. It reports what is wrong with one call;
// what is wrong with the stack as a whole is for package check. Limits of
// clouds are not its business either.
package sdk
