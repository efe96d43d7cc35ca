import { fileURLToPath } from "node:url";
import { createGenerator, type Schema } from "ts-json-schema-generator";

/** JSON Schemas (draft-07) of types in automation/cli/answers.ts, by their names. Descriptions are the types' docstrings. */
export function answerSchemas(names: readonly string[]): ReadonlyMap<string, Schema> {
  const generator = createGenerator({
    path: fileURLToPath(new URL("../../../automation/cli/answers.ts", import.meta.url)),
    tsconfig: fileURLToPath(new URL("../../../tsconfig.json", import.meta.url)),
    topRef: false,
    additionalProperties: false,
    sortProps: false,
    // `npm run typecheck` does that.
    skipTypeCheck: true,
  });
  return new Map(
    names.map((name) => {
      const { $schema, ...rest } = generator.createSchema(name);
      return [name, { $schema: $schema ?? "", title: name, ...rest }];
    }),
  );
}
