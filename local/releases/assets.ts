import { createCipheriv, createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { zip } from "./zip.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export interface FunctionCode {
  readonly name: string;
  readonly build: number;
  readonly handler: "main" | "main.handler";
  /** Bytes that nothing compresses, besides. */
  readonly ballast: number;
}

/** Stands for a compiled function: an executable of that name, which differs from build to build. */
export function functionCode({ name, build, handler, ballast }: FunctionCode): Uint8Array {
  const mark = `${name}, build ${build}`;
  const code =
    handler === "main"
      ? { name: "main", body: bytes(`#!/bin/sh\n# ${mark}\ncat\n`) }
      : { name: "main.py", body: bytes(`# ${mark}\ndef handler(event, context):\n    return event\n`) };
  return zip(ballast === 0 ? [code] : [code, { name: "ballast", body: noise(mark, ballast) }]);
}

/** The same for the same seed. */
function noise(seed: string, length: number): Uint8Array {
  const key = createHash("sha256").update(seed).digest();
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/**
 * The code behind every custom resource. It really runs.
 *
 * @param partition the one that its teardown takes for granted; "" where it asks which it is in
 */
export function customResourceCode(build: number, partition: "" | "aws" = ""): Uint8Array {
  const source = (name: string) => ({ name, body: readFileSync(new URL(`./${name}`, import.meta.url)) });
  return zip([
    source("custom_resources.py"),
    source("teardown.py"),
    { name: "BUILD", body: bytes(`${build}\n`) },
    { name: "PARTITION", body: bytes(`${partition}\n`) },
  ]);
}

export function pythonLayer(build: number): Uint8Array {
  return zip([{ name: "python/panther_layer.py", body: bytes(`BUILD = ${build}\n`) }]);
}

/** A GraphQL schema with the given fields, each an operation on plain JSON. */
export function graphqlSchema(queries: readonly string[], mutations: readonly string[]): Uint8Array {
  const type = (name: string, fields: readonly string[]): string =>
    `type ${name} {\n${fields.map((field) => `  ${field}(input: AWSJSON): AWSJSON`).join("\n")}\n}\n`;
  return bytes(
    `schema {\n  query: Query\n  mutation: Mutation\n}\n\n${type("Query", queries)}\n${type("Mutation", mutations)}`,
  );
}
