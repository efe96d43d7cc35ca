/**
 * "The following resource(s) failed to create: [A, B]. ", with AWS's trailing space; nothing for no names. On AWS the order
 * does not tell which failed first and which were cancelled then; here it follows a hash of the names.
 */
export function failures(verb: "create" | "update" | "delete", ids: readonly string[]): string {
  const shuffled = [...ids].sort((left, right) => hash(left) - hash(right));
  return ids.length === 0 ? "" : `The following resource(s) failed to ${verb}: [${shuffled.join(", ")}]. `;
}

// FNV-1a.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
