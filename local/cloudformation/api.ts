import { randomUUID } from "node:crypto";
import { actions } from "./api/actions.ts";
import { inputOf } from "./api/form.ts";
import { errorXml, resultXml } from "./api/xml.ts";
import type { CloudFormation } from "./engine.ts";
import { ApiError, messageOf, TemplateError, validationError } from "./errors.ts";
import type { Scope } from "./types.ts";

export interface ApiAnswer {
  /** HTTP status. */
  readonly status: number;
  /** XML, as the SDK's Query protocol reads it. Content type: text/xml. */
  readonly body: string;
}

/**
 * Answers one call of CloudFormation's Query protocol.
 * @param form the request's body, with Action and Version
 */
export async function handleCloudFormation(
  engine: CloudFormation,
  scope: Scope,
  form: URLSearchParams,
  requestId: string = randomUUID(),
): Promise<ApiAnswer> {
  const name = form.get("Action") ?? "";
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  try {
    if (!action) throw new ApiError("InvalidAction", `Could not find operation ${name} for version 2010-05-15`);
    const result = await action(engine, scope, inputOf(form));
    return { status: 200, body: resultXml(name, result, requestId) };
  } catch (error) {
    const refused = refusal(error);
    return { status: refused.status, body: errorXml(refused.code, refused.message, refused.status, requestId) };
  }
}

function refusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  // A nested template may be gone, too: a refusal that no repetition helps against.
  if (error instanceof TemplateError) return validationError(error.message);
  return new ApiError("InternalFailure", messageOf(error), 500);
}
