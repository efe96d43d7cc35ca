/** Text in lines of at most that many characters, broken between words; a longer word, such as a URL, stays in one piece. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** As {@link wrapped}, behind a label; further lines begin below the text. */
export function labelled(label: string, text: string, columns = 80): string {
  const gap = " ".repeat(label.length);
  return wrapped(text, columns - label.length)
    .map((line, index) => `${index === 0 ? label : gap}${line}`)
    .join("\n");
}
