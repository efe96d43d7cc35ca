import { stripVTControlCharacters } from "node:util";

/**
 * Text as it may go to a terminal: without colours and anything else that a terminal would act on. A build's log and the
 * reasons of custom resources hold whatever their authors wrote.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll("\t", " ")
    .replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, "");
}

/** At most so many columns: where a terminal may or may not draw a character twice as wide it counts as that. */
export function columnsOf(line: string): number {
  let columns = 0;
  for (const character of line) columns += columnsOfOne(character);
  return columns;
}

/** A line cut to less than so many columns: in the last one a terminal may or may not wrap. */
export function fitted(line: string, columns: number): string {
  if (columnsOf(line) < columns) return line;
  let room = columns - 1 - columnsOfOne(ellipsis);
  let kept = "";
  for (const character of line) {
    room -= columnsOfOne(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept}${ellipsis}`;
}

const ellipsis = "…";

/** From here on there are characters of two columns. */
const firstWide = 0x1100;

function columnsOfOne(character: string): number {
  return (character.codePointAt(0) ?? 0) < firstWide ? 1 : 2;
}
