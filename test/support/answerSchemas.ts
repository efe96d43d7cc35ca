// What --json prints, held against the schemas that docs/json.md tells users.
import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";

const typeOfCommand: Readonly<Record<string, string>> = {
  plan: "PlanAnswer",
  preflight: "PreflightAnswer",
  deploy: "EventLine",
  upgrade: "EventLine",
  build: "EventLine",
  adopt: "EventLine",
  recover: "EventLine",
  teardown: "EventLine",
  watch: "EventLine",
  "china rotate-key": "EventLine",
  "source deploy": "EventLine",
  "source master-deploy": "EventLine",
  "source teardown": "EventLine",
  "china check": "ChinaCheckAnswer",
  "china transform": "ChinaTransformAnswer",
  "china copy": "CopyLine",
  "china download": "CopyLine",
  "china upload": "CopyLine",
  status: "StatusOutput",
  diagnose: "DiagnosisAnswer",
  history: "HistoryAnswer",
  report: "ReportAnswer",
  releases: "ReleasesAnswer",
  parameters: "ParametersAnswer",
  "parameters check": "ParametersCheckAnswer",
};

/** A fenced block of docs/json.md. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

export function blocksOfPage(): readonly Block[] {
  const page = readFileSync(new URL("../../docs/json.md", import.meta.url), "utf8");
  return [...page.matchAll(/^```(\w+)\n(.*?)\n```$/gms)].map(([, language = "", text = ""]) => ({ language, text }));
}

let validators: ReadonlyMap<string, ValidateFunction> | undefined;

/** Read and compiled once, when the first answer comes. */
function schemas(): ReadonlyMap<string, ValidateFunction> {
  if (validators) return validators;
  const ajv = new Ajv({ allowUnionTypes: true });
  const texts = blocksOfPage().filter(({ text }) => text.includes('"$schema"'));
  validators = new Map(
    texts.map(({ text }) => {
      const schema = JSON.parse(text);
      return [schema.title, ajv.compile(schema)];
    }),
  );
  return validators;
}

/** @throws Error that names the answer and where it differs from its command's schema */
export function checkAnswer(command: string, answer: unknown): void {
  const type = typeOfCommand[command] ?? "";
  const validate = schemas().get(type);
  if (!validate) throw new Error(`docs/json.md has no schema ${type} for panther ${command}.`);
  if (validate(answer)) return;
  const where = (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(" "),
  );
  throw new Error(
    `panther ${command} --json answers what its schema ${type} in docs/json.md does not have.\n  Its type may have changed since: npm run docs\n${where.join("\n")}\n${JSON.stringify(answer)}`,
  );
}

/** Checks each line of an output that is an answer. */
export function checkOutput(command: string, stdout: string): void {
  for (const line of stdout.split("\n")) if (/^[{[]/.test(line)) checkAnswer(command, JSON.parse(line));
}
