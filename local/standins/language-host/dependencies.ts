import { readFileSync } from "node:fs";
import { join } from "node:path";
import messages, { type DependencyInfo } from "@pulumi/pulumi/proto/language_pb.js";

/** The program's direct dependencies with the versions installed, for `pulumi about`. Transitive ones are not listed. */
export function programDependencies(programDirectory: string): readonly DependencyInfo[] {
  const { dependencies = {} } = readJson(join(programDirectory, "package.json"));
  return Object.entries(dependencies).map(([name, range]) => {
    const { version = range } = readJson(join(programDirectory, "node_modules", name, "package.json"));
    return new messages.DependencyInfo().setName(name).setVersion(version);
  });
}

interface PackageJson {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readJson(path: string): PackageJson {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return {};
  }
}
