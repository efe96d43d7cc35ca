/** A part of the text that Fn::Sub takes: as it is, or a name in `${…}`. */
export type SubPart =
  | { readonly kind: "text"; readonly text: string; readonly start: number }
  | { readonly kind: "name"; readonly name: string; readonly start: number; readonly end: number };

/** The parts of a text as Fn::Sub reads it; `${!Name}` is text. */
export function partsOfSub(text: string): readonly SubPart[] {
  const parts: SubPart[] = [];
  let at = 0;
  for (const match of text.matchAll(/\$\{([^!}][^}]*)\}/g)) {
    if (match.index > at) parts.push({ kind: "text", text: text.slice(at, match.index), start: at });
    at = match.index + match[0].length;
    parts.push({ kind: "name", name: (match[1] as string).trim(), start: match.index, end: at });
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at), start: at });
  return parts;
}

/** The name in a substitution apart from its attribute: `Web.Outputs.Url` is output `Outputs.Url` of `Web`. */
export function splitName(name: string): { readonly name: string; readonly attribute: string | undefined } {
  const dot = name.indexOf(".");
  return dot < 0 ? { name, attribute: undefined } : { name: name.slice(0, dot), attribute: name.slice(dot + 1) };
}
