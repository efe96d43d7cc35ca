interface Row {
  readonly text: readonly string[];
  /** Whether the terminal itself broke the line here. */
  readonly wrapped: boolean;
}

const blank: Row = { text: [], wrapped: false };

/** What a terminal shows and has scrolled away, of the few things that this project sends to one. Throws at any other. */
export class Screen {
  columns: number;
  rows: number;
  /** Sequences for colours. */
  styles = 0;
  /** Erasures of everything from the cursor on, and of the whole screen. */
  erasures = 0;
  #history: readonly Row[] = [];
  #screen: Row[];
  #row = 0;
  #column = 0;
  #rest = "";
  readonly #reflows: boolean;
  /** Called with each frame's length, when the terminal has all of it. */
  onFrame: (length: number) => void = () => undefined;
  /** Called with what a program tells its test: OSC 7. */
  onMark: (text: string) => void = () => undefined;
  #frameLength = 0;

  /** @param reflows Whether lines are wrapped anew in a narrower window, or cut off. */
  constructor(columns: number, rows: number, reflows = true) {
    this.columns = columns;
    this.rows = rows;
    this.#reflows = reflows;
    this.#screen = Array.from({ length: rows }, () => blank);
  }

  write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's language is made of them.
    const token = /\u001B\[([?\d;]*)([A-Za-z])|\u001B\]7;([^\u0007]*)\u0007|\r|\n|[^\u0000-\u001F]/suy;
    const all = this.#rest + text;
    let end = 0;
    for (let match = token.exec(all); match; match = token.exec(all)) {
      end = token.lastIndex;
      this.#frameLength += match[0].length;
      const [whole, parameters = "", command, mark] = match;
      if (mark !== undefined) this.onMark(mark);
      else if (command) this.#command(command, parameters);
      else if (whole === "\r") this.#column = 0;
      else if (whole === "\n") this.#feed();
      else this.#put(whole);
    }
    this.#rest = all.slice(end);
    if (this.#rest.length > 40) throw new Error(`Not known: ${JSON.stringify(this.#rest.slice(0, 40))}`);
  }

  /** As tmux does it: a window that loses rows loses empty ones first, and as many come back as one gains. */
  resize(columns: number, rows: number): void {
    const used =
      Math.max(
        this.#row,
        this.#screen.findLastIndex(({ text }) => text.length > 0),
      ) + 1;
    const all = [...this.#history, ...this.#screen.slice(0, used)];
    const cursor = this.#history.length + this.#row;
    const after: Row[] = [];
    let line: string[] = [];
    let top = 0;
    for (const [index, { text, wrapped }] of all.entries()) {
      line.push(...text);
      if (index === this.#history.length) top = after.length;
      // The cursor stands on an empty line here: all that matters is which.
      if (index === cursor) this.#row = after.length;
      if (wrapped && this.#reflows) continue;
      after.push(...(this.#reflows ? rewrapped(line, columns) : [{ text: line.slice(0, columns), wrapped }]));
      line = [];
    }
    const above = Math.max(0, top - Math.max(0, rows - this.rows), after.length - rows);
    this.#history = after.slice(0, above);
    this.#screen = Array.from({ length: rows }, (_, index) => after[above + index] ?? blank);
    this.#row -= above;
    this.columns = columns;
    this.rows = rows;
  }

  /** Lines as they were printed, with those in the scrollback. */
  get lines(): readonly string[] {
    return joined([...this.#history, ...this.#screen.slice(0, this.#row + 1)]);
  }

  /** What is on the screen, a text a row. */
  get visible(): readonly string[] {
    return this.#screen.map(({ text }) => text.join("").trimEnd());
  }

  /** Whether the terminal broke a line in this row of the screen. */
  isWrapped(row: number): boolean {
    return this.#screen[row]?.wrapped ?? false;
  }

  #put(character: string): void {
    if (this.#column === this.columns) {
      this.#set(this.#row, { text: this.#screen[this.#row]?.text ?? [], wrapped: true });
      this.#feed();
      this.#column = 0;
    }
    const { text = [], wrapped = false } = this.#screen[this.#row] ?? {};
    const padded = [...text, ...Array.from({ length: Math.max(0, this.#column - text.length) }, () => " ")];
    padded[this.#column] = character;
    this.#set(this.#row, { text: padded, wrapped });
    this.#column += 1;
  }

  #feed(): void {
    if (this.#row < this.rows - 1) this.#row += 1;
    else {
      const [top = blank, ...others] = this.#screen;
      this.#history = [...this.#history, top];
      this.#screen = [...others, blank];
    }
  }

  #command(command: string, parameters: string): void {
    const count = Number(parameters) || 1;
    switch (command) {
      case "A":
        this.#row = Math.max(0, this.#row - count);
        break;
      case "B":
        this.#row = Math.min(this.rows - 1, this.#row + count);
        break;
      case "G":
        this.#column = count - 1;
        break;
      case "J":
        this.erasures += 1;
        if (Number(parameters) > 0) throw new Error("The whole screen was erased.");
        for (let row = this.#row; row < this.rows; row++) this.#cut(row, row === this.#row ? this.#column : 0);
        break;
      case "K":
        this.#cut(this.#row, parameters === "2" ? 0 : this.#column);
        break;
      case "m":
        this.styles += 1;
        break;
      case "h":
      case "l":
        // The end of a synchronized update.
        if (parameters === "?2026" && command === "l") {
          this.onFrame(this.#frameLength);
          this.#frameLength = 0;
        }
        break;
      default:
        throw new Error(`Not known: CSI ${parameters}${command}`);
    }
  }

  #cut(row: number, column: number): void {
    this.#set(row, { text: this.#screen[row]?.text.slice(0, column) ?? [], wrapped: false });
  }

  #set(row: number, value: Row): void {
    this.#screen[row] = value;
  }
}

function rewrapped(line: readonly string[], columns: number): readonly Row[] {
  const count = Math.max(1, Math.ceil(line.length / columns));
  return Array.from({ length: count }, (_, index) => ({
    text: line.slice(index * columns, (index + 1) * columns),
    wrapped: index < count - 1,
  }));
}

function joined(rows: readonly Row[]): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const { text, wrapped } of rows) {
    line += text.join("");
    if (wrapped) continue;
    lines.push(line.trimEnd());
    line = "";
  }
  return lines;
}
