import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { lineOf } from "../../../automation/cli/progressView.ts";
import { bigOperation, lastSecond } from "../../support/terminal/bigOperation.ts";
import { inTerminal } from "../../support/terminal/inTerminal.ts";
import { Screen } from "../../support/terminal/screen.ts";

const program = fileURLToPath(new URL("../../support/terminal/playEvents.ts", import.meta.url));
const head = /^ {2}[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /;
const stackRow = /^ {2}[ ✗] \S+ +\d+ (of \d+ )?done|^ {4}longest: |^ {4}and \d+ more|^ {4}UPDATE_\w+, (about )?\d+ /;
const failed = /✗ panther > NestedStackOfTheAnalysis0 > .*5 UPDATE_FAILED/;

interface Resize {
  /** Since the operation began. */
  readonly second: number;
  readonly columns: number;
  readonly rows: number;
}

interface Played {
  readonly screen: Screen;
  /** Length of each. */
  readonly frames: readonly number[];
  /** The screen just before each resize, and at the last frame. */
  readonly looks: readonly (readonly string[])[];
  readonly raw: string;
}

interface Play {
  readonly columns?: number;
  readonly rows?: number;
  readonly resizes?: readonly Resize[];
  readonly env?: Readonly<Record<string, string>>;
  readonly reflows?: boolean;
}

/** Plays the operation on a terminal and looks at it after each frame. */
async function play({ columns = 80, rows = 24, resizes = [], env = {}, reflows = true }: Play): Promise<Played> {
  const permanent = (await bigOperation()).map(({ event }) => lineOf(event)).filter((line) => line !== undefined);
  const expected = permanent.join("\n").split("\n");
  const screen = new Screen(columns, rows, reflows);
  const frames: number[] = [];
  const looks: (readonly string[])[] = [];
  let raw = "";
  let seen = 0;
  // What a window of too few rows has pushed up can't be taken back before it grows again.
  const hasRoom = () => screen.rows >= 20 && screen.columns >= 60;
  screen.onFrame = (length) => {
    frames.push(length);
    const { visible, lines } = screen;
    const bottom = visible.findLastIndex((line) => head.test(line));
    let top = bottom;
    while (stackRow.test(visible[top - 1] ?? "")) top -= 1;
    const live = visible.flatMap((line, row) => (row >= top && row <= bottom && line !== "" ? [row] : []));
    for (const row of live) {
      expect(screen.isWrapped(row), visible[row]).to.equal(false);
      expect(visible[row]?.length).to.be.below(screen.columns);
    }
    expect(live.length).to.be.below(screen.rows);
    const text = visible.join("\n");
    expect(visible.filter((line) => head.test(line)).length, text).to.be.at.most(1);
    const stray = visible.filter((line, row) => stackRow.test(line) && !live.includes(row));
    expect(stray, text).to.deep.equal([]);
    if (!hasRoom() || !reflows) return;
    const end = lines.findIndex((line) => head.test(line) || stackRow.test(line));
    const above = lines.slice(0, end < 0 ? lines.findLastIndex((line) => line !== "") + 1 : end);
    expect(above, lines.join("\n")).to.deep.equal(expected.slice(0, above.length));
    // Nothing that was printed is taken away.
    expect(above.length, text).to.be.at.least(seen);
    seen = above.length;
    if (above.some((line) => failed.test(line))) expect(text).to.match(/✗ panther > Nested/);
  };
  let resize: (columns: number, rows: number) => void = () => undefined;
  screen.onMark = (second) => {
    const wanted = resizes.find((one) => String(one.second) === second);
    looks.push(screen.visible);
    if (!wanted) throw new Error(`Nothing is to be done at ${second}.`);
    screen.resize(wanted.columns, wanted.rows);
    resize(wanted.columns, wanted.rows);
  };
  const code = await inTerminal(
    program,
    resizes.map(({ second }) => String(second)),
    {
      ...{ columns, rows, env },
      onOutput(text, change) {
        raw += text;
        resize = change;
        screen.write(text);
      },
    },
  );
  expect(code).to.equal(0);
  looks.push(screen.visible);
  return { screen, frames, looks, raw };
}

describe("500 resources on a terminal", function () {
  this.timeout(60_000);

  it("keep to 80 columns, without flicker, and what failed stays in sight", async () => {
    const { screen, frames, raw } = await play({});
    // Each eighth of a second at most, and at each line that stays.
    expect(frames.length).to.be.within(lastSecond * 4, lastSecond * 9);
    expect(Math.max(...frames)).to.be.below(80 * 24 + 400);
    // Mostly one line turns: no more than an old serial line carries.
    expect(raw.length / lastSecond).to.be.below(4000);
    expect(screen).to.include({ erasures: 0, styles: 0 });
    const left = screen.lines.join("\n");
    expect(left.match(/QuotaOfTopicsReached/g)).to.have.lengthOf(1);
    expect(left).to.match(/\(95\)\.\n*$/);
    expect(left).to.not.match(head);
  });

  it("leave nothing behind in a window that changes its width", async () => {
    const resizes = [
      { second: 10, columns: 60, rows: 24 },
      { second: 30, columns: 120, rows: 24 },
      { second: 50, columns: 60, rows: 24 },
      { second: 70, columns: 80, rows: 40 },
      { second: 90, columns: 66, rows: 22 },
    ];
    const { looks, screen } = await play({ resizes });
    expect(looks).to.have.lengthOf(6);
    expect(screen.erasures).to.equal(5);
    // It makes use of what there is.
    expect(looks[2]?.some((line) => line.length > 80)).to.equal(true);
    expect(looks[4]?.filter((line) => stackRow.test(line)).length).to.be.above(14);
  });

  it("leave nothing behind in a window that has fewer rows than they had, for a while", async () => {
    const resizes = [
      { second: 15, columns: 80, rows: 8 },
      { second: 16, columns: 80, rows: 12 },
      { second: 17, columns: 80, rows: 15 },
      { second: 18, columns: 80, rows: 24 },
      { second: 40, columns: 60, rows: 5 },
      { second: 42, columns: 80, rows: 24 },
      { second: 80, columns: 80, rows: 2 },
      { second: 81, columns: 80, rows: 1 },
      { second: 83, columns: 80, rows: 24 },
    ];
    await play({ resizes });
  });

  it("take nothing away that stays where the terminal cuts lines off instead of wrapping them", async () => {
    const resizes = [
      { second: 40, columns: 60, rows: 24 },
      { second: 60, columns: 120, rows: 24 },
    ];
    const { screen } = await play({ resizes, reflows: false, env: { XTERM_VERSION: "XTerm(390)" } });
    const left = screen.lines.filter((line) => line !== "");
    const printed = (await bigOperation()).flatMap(({ event }) => lineOf(event)?.split("\n") ?? []);
    expect(left.length).to.equal(printed.filter((line) => line !== "").length);
    expect(left.join("\n").match(/✗ panther > Nested/g)).to.have.lengthOf(1);
  });

  it("have no colours, and come as plain lines on a dumb terminal", async () => {
    for (const env of [{ NO_COLOR: "1" }, { FORCE_COLOR: "1" }])
      expect((await play({ env })).screen.styles).to.equal(0);
    const { raw } = await play({ env: { TERM: "dumb" } });
    expect(raw).to.not.include("\u001B");
    expect(raw).to.include("NestedStackOfTheAnalysis3 UPDATE_IN_PROGRESS");
  });
});
