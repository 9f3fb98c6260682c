// Package ir is the stack as alienc understands it after evaluation: what
// exists, who may touch it, and where in alien.ts each part was written.
//
// The IR says nothing about any cloud. If a field only makes sense on one
// provider it belongs in that provider's emitter, derived from what is here.
// The one exception is a custom permission set, which its author writes in a
// cloud's own terms and which is kept as written.
//
// Values are built once by package compiler and never modified afterwards, so
// every backend may read the same *Stack at the same time.
package ir
