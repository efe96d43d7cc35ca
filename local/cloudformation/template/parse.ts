import { readTemplateText } from "../../../model/release/templateText.ts";
import { validationError } from "../errors.ts";
import { isRecord } from "./template.ts";

/** Parses a template body, JSON or YAML, into plain data with every intrinsic function in its long form. */
export function parseBody(body: string): Record<string, unknown> {
  const value = body.trimStart().startsWith("{") ? parseJson(body) : parseYaml(body);
  if (!isRecord(value)) throw validationError("Template format error: unsupported structure.");
  refuseNull(value, "");
  return value;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A YAML flow mapping starts with a brace too.
    try {
      return parseYaml(body);
    } catch {
      throw validationError("Template format error: JSON not well-formed.");
    }
  }
}

function parseYaml(body: string): unknown {
  const text = readTemplateText(body);
  if (text.kind === "data") return text.data;
  const where = text.line ? ` (line ${text.line}, column ${text.column})` : "";
  throw validationError(`Template format error: YAML not well-formed.${where}`);
}

function refuseNull(value: unknown, path: string): void {
  if (value === null || value === undefined) {
    throw validationError(`Template format error: [${path || "/"}] 'null' values are not allowed in templates`);
  }
  if (typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) refuseNull(inner, `${path}/${key}`);
}
