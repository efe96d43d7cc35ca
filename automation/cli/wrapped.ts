const columns = 80;

/** Text as lines of at most 80 columns where it has spaces to break at; those after the first are indented. */
export function wrapped(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  // What the text is indented by itself stays.
  let line = /^ */.exec(text)?.[0] ?? "";
  for (const word of text.trim().split(/\s+/)) {
    if (line.trim() === "") line += word;
    else if (line.length + 1 + word.length <= columns) line += ` ${word}`;
    else {
      lines.push(line);
      line = `${" ".repeat(indent)}${word}`;
    }
  }
  return [...lines, line];
}
