/** The error for a type or function that the stand-in has not learned. */
export function notServed(kind: "resource" | "function", token: string): Error {
  const folder = `local/standins/aws/${kind}s`;
  return new Error(
    `The ${kind} ${token} is not served here. This is a stand-in for the official AWS plugin that knows only what the local tests and demo use. ` +
      `Add a handler in ${folder}/ and a line in ${folder}.ts (local/standins/README.md says how), or use the official plugin.`,
  );
}
