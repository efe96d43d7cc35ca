/** Whether CloudFormation says that there is no such stack. It has no code of its own for that. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && error.name === "ValidationError" && error.message.includes("does not exist");
}
