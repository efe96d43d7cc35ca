// What can be seen in the text of an environment's file without reading its YAML, which costs a preview some 50 ms.

/** The account ID where it stands without quotes: YAML takes it for a number, and Pulumi hands its digits over as text. */
export function accountIdWithoutQuotes(text: string): string | undefined {
  return /^\s+["']?[\w-]+:expectedAccountId["']?:[ \t]+(\d+)[ \t\r]*(?:#.*)?$/m.exec(text)?.[1];
}

/** Whether something among the secret parameters may stand there in plain text. A no is certain, a yes is not. */
export function mayHavePlainSecrets(text: string): boolean {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^\s+["']?[\w-]+:secretParameters["']?:/.test(line));
  if (start === -1) return false;
  const [first = "", ...after] = lines.slice(start);
  const indent = indentOf(first);
  const end = after.findIndex((line) => /^\s*[^\s#]/.test(line) && indentOf(line) <= indent);
  const inner = end === -1 ? after : after.slice(0, end);
  return !/:\s*(#.*)?$/.test(first) || inner.some((line) => !/^\s*(#.*|[A-Za-z0-9]+:|secure: .*)?$/.test(line));
}

function indentOf(line: string): number {
  return line.search(/\S/);
}
