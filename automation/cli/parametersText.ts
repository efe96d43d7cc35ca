import Table from "cli-table3";
import { defaultInWords, limitsInWords, releasesInWords } from "../../model/release/parameters/describe.ts";
import type { DocumentedParameter } from "../../model/release/parameters/documented.ts";
import type { ParametersCheckAnswer } from "./answers.ts";

// Two columns, three borders and four spaces of padding make 80 columns.
const nameWidth = 36;
const textWidth = 37;
const severityWidth = 8;
const findingWidth = 65;

/** The reference of parameters for a person, within 80 columns. */
export function parametersText(parameters: readonly DocumentedParameter[]): string {
  const table = new Table({
    head: ["parameter", "meaning"],
    style: { head: [], border: [] },
    colWidths: [nameWidth + 2, textWidth + 2],
  });
  for (const parameter of parameters) {
    const { name, type, secret, text, blank, noEffect } = parameter;
    const facts = [type, defaultInWords(parameter), secret ? "secret" : "", releasesInWords(parameter)];
    const meaning = [
      text,
      limitsInWords(parameter).join("; "),
      blank === undefined ? "" : `Blank: ${blank}.`,
      noEffect ?? "",
    ];
    table.push([
      [name, ...facts].filter(Boolean).map(folded(nameWidth)).join("\n"),
      meaning.filter(Boolean).map(folded(textWidth)).join("\n"),
    ]);
  }
  return table.toString();
}

/** What a check found, for a person, within 80 columns. */
export function answerText({ accepted, findings }: ParametersCheckAnswer): string {
  const verdict = accepted ? "Accepted." : "Not accepted.";
  if (findings.length === 0) return `${verdict} Nothing found.`;
  const table = new Table({ style: { head: [], border: [] }, colWidths: [severityWidth + 2, findingWidth + 2] });
  for (const { severity, code, parameter, message, fix } of findings) {
    table.push([severity, [`${parameter} (${code})`, message, fix].map(folded(findingWidth)).join("\n")]);
  }
  return `${table.toString()}\n${verdict}`;
}

/** Breaks text between words, and within those that are longer than a line, such as patterns. */
function folded(width: number): (text: string) => string {
  const piece = new RegExp(`.{1,${width}}`, "g");
  return (text) => {
    const lines: string[] = [""];
    for (const word of text.split(" ").flatMap((long) => long.match(piece) ?? [])) {
      const line = lines.at(-1) ?? "";
      if (line === "") lines[lines.length - 1] = word;
      else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
      else lines.push(word);
    }
    return lines.join("\n");
  };
}
