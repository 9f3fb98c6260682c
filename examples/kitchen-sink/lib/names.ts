// What several parts of the stack call by the same name.

export enum Task {
  Resize = "resize",
}

// Awkward values, each of which must reach the function as it stands here.
export const greetings: Record<string, string> = {
  BACKSLASH: "C:\\temp\\new",
  COLON: "a: b # not a comment",
  DATE: "2012-10-17",
  EMPTY: "",
  LINES: "first\nsecond\n",
  NUMBER: "007",
  PSEUDO: "${AWS::AccountId}",
  QUOTES: `it's "quoted"`,
  SPACES: "  both sides  ",
  STAR: "*anchor & !tag",
  UNICODE: "grüße 日本語 🚀",
  VARIABLE: "${x} and $${y}",
  YES: "yes",
}

// A function that is awaited, as a stack may read its settings from a package
// that works that way.
export async function queuesOf(tasks: readonly Task[]): Promise<string[]> {
  return tasks.map((task) => `${task}-jobs`)
}
