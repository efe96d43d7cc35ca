import { readFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { PantherError } from "../../model/error.ts";
import { nestedKey, nestedStacksOf } from "../../model/release/parameters/nested/nestedTemplates.ts";
import { readValues, type WrittenValues } from "../../model/release/parameters/valuesDocument.ts";
import { section, type Template } from "../../model/release/template.ts";
import { parseTemplate } from "../../model/release/templateText.ts";

/** A root template on disk, with what of its nested ones stands beside it. */
export interface TemplateFiles {
  readonly template: Template;
  /** By path from the root's folder, or by URL. */
  readonly nested: Readonly<Record<string, Template>>;
}

/** @throws PantherError that names the file */
export async function readTemplateFiles(file: string): Promise<TemplateFiles> {
  const template = await about(file, async () => templateIn(await contentOf(file)));
  const folder = dirname(file);
  const nested = new Map<string, Template>();
  const waiting: { readonly parent: string; readonly template: Template }[] = [{ parent: "", template }];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    for (const { templateUrl } of nestedStacksOf(next.template)) {
      if (typeof templateUrl !== "string") continue;
      const key = nestedKey(templateUrl, next.parent);
      if (nested.has(key)) continue;
      const path = join(folder, URL.canParse(key) ? posix.basename(new URL(key).pathname) : key);
      const body = await contentIfThere(path);
      if (body === undefined) continue;
      const found = await about(path, () => templateIn(body));
      nested.set(key, found);
      waiting.push({ parent: key, template: found });
    }
  }
  return { template, nested: Object.fromEntries(nested) };
}

/** @throws PantherError that names the file */
export async function readValuesFile(file: string): Promise<WrittenValues> {
  return about(file, async () => readValues(await contentOf(file)));
}

function templateIn(body: string): Template {
  const template = parseTemplate(body);
  if (Object.keys(section(template, "Parameters")).length > 0 || "Resources" in template) return template;
  throw new PantherError(
    "template-unreadable",
    "It has neither Parameters nor Resources.",
    "Name a CloudFormation template, such as the panther.yml of a release.",
  );
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new PantherError(
      "file-unreadable",
      missing ? "There is no such file." : `It can't be read: ${(error as Error).message}.`,
      `Check the path. Relative ones begin at ${process.cwd()}.`,
      { cause: error },
    );
  }
}

async function contentIfThere(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}

/** Puts the file's name before what is wrong with it. */
async function about<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PantherError)) throw error;
    throw new PantherError(error.code, `${file}: ${error.message}`, error.fix, {
      cause: error,
    });
  }
}
