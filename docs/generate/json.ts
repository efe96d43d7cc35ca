import stringify from "json-stringify-pretty-compact";
import type { Schema } from "ts-json-schema-generator";
import { type DocumentedAnswer, documentedAnswers } from "./json/answers.ts";
import { answerSchemas } from "./json/schemas.ts";

/** docs/json.md, from the types of the answers and their docstrings. */
export function jsonPage(): string {
  const schemas = answerSchemas(documentedAnswers.map(({ type }) => type));
  return `${[
    "# Answers in JSON",
    "With `--json` a command's answer stands on stdout and nothing else does. Versions have no leading `v`. What is missing or null, and when, is in the schemas' descriptions. Each command has its JSON Schema (draft-07) here; both are made from the types that the commands print (`npm run docs`), and the tests hold every answer that they get against it.",
    "Wrong use of the command line, an unknown option for example, is told on stderr, with exit code 2 and no answer. `code` is stable everywhere, and what scripts should look at; `message` and `fix` are for people and may change. A later release may add fields, events and codes.",
    "In the examples lists are cut short.",
    ...documentedAnswers.flatMap((answer) => section(answer, schemas.get(answer.type) ?? {})),
  ].join("\n\n")}\n`;
}

function section({ heading, type, text, exitCodes, examples }: DocumentedAnswer, schema: Schema): readonly string[] {
  return [
    `## ${heading}`,
    text,
    [
      "| exit code | when |",
      "| --- | --- |",
      ...Object.entries(exitCodes).map(([code, when]) => `| ${code} | ${when} |`),
    ].join("\n"),
    ...examples.flatMap(({ command, answer, lines }) => [
      fenced("sh", command),
      lines ? fenced("jsonl", jsonLines(answer)) : fenced("json", stringify(answer, { maxLength: columns })),
    ]),
    ...(type === "EventLine" ? [eventTable(schema)] : []),
    "<details><summary>JSON Schema</summary>",
    fenced("json", stringify(schema, { maxLength: columns })),
    "</details>",
  ];
}

/** Each event by its `type`, in the order of the type, with what its docstring says. */
function eventTable({ definitions = {} }: Schema): string {
  const resolved = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : (definitions[schema.$ref.split("/").at(-1) ?? ""] as Schema);
  const events = (schema: Schema): readonly Schema[] => {
    const { anyOf, ...event } = resolved(schema);
    return anyOf ? anyOf.flatMap((one) => events(one as Schema)) : [event];
  };
  const rows = events(definitions.DriverEvent as Schema).map(({ properties = {} }) => {
    const { const: name, description } = properties.type as Schema;
    return `| \`${name}\` | ${description} |`;
  });
  return ["| `type` | is |", "| --- | --- |", ...rows].join("\n");
}

const columns = 120;

function jsonLines(answers: unknown): string {
  return (Array.isArray(answers) ? answers : [answers]).map((answer) => JSON.stringify(answer)).join("\n");
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
