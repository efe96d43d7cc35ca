/** "The following resource(s) failed to create: [A, B]. ", with AWS's trailing space; nothing for no names. */
export function failures(verb: "create" | "update" | "delete", ids: readonly string[]): string {
  return ids.length === 0 ? "" : `The following resource(s) failed to ${verb}: [${ids.join(", ")}]. `;
}
