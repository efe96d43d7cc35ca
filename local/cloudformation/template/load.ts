import { checkTransforms } from "./capabilities.ts";
import { parseBody } from "./parse.ts";
import { expandServerless } from "./serverless.ts";
import { shapeOf } from "./shape.ts";
import { serverlessTransform, type Template } from "./template.ts";
import { validateTemplate } from "./validate.ts";

// A release's templates are parsed again for every stack, preview and update of it; parsing is most of our own work.
const remembered = new Map<string, Template>();
const rememberedAtMost = 200;

/** Parses, expands and validates a template body. @throws ApiError ValidationError */
export function loadTemplate(body: string): Template {
  const known = remembered.get(body);
  if (known) return known;
  const declared = shapeOf(parseBody(body));
  checkTransforms(declared);
  const template = declared.transforms.includes(serverlessTransform)
    ? { ...shapeOf(expandServerless(declared.document)), transforms: declared.transforms }
    : declared;
  validateTemplate(template);
  if (remembered.size >= rememberedAtMost) remembered.clear();
  remembered.set(body, template);
  return template;
}
