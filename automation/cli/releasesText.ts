import Table from "cli-table3";
import type { ReleaseCatalog } from "../../model/release/catalog.ts";
import { releaseRows } from "../../model/release/releaseRows.ts";
import { roleTemplateBucket, templateUrl } from "../../model/release/templateUrl.ts";
import { tagOf } from "../../model/release/version.ts";

/** A catalog for a person, within 80 columns but for URLs: those stay in one piece. */
export function releasesText(catalog: ReleaseCatalog): string {
  const rows = releaseRows(catalog);
  const table = new Table({
    head: ["Release", "Minor", "Status", "Deployment role"],
    style: { head: [], border: [], compact: true },
  });
  for (const { version, minor, recommended, withdrawn } of rows) {
    const status = withdrawn === null ? (recommended ? "recommended" : "older patch") : "withdrawn";
    table.push([tagOf(version), minor, status, `${tagOf(version)}/template.yml`]);
  }
  const reasons = rows.flatMap(({ version, withdrawn }) =>
    withdrawn === null ? [] : [`${tagOf(version)}: ${withdrawn}.`],
  );
  return [
    `Source: ${catalog.source}`,
    table.toString(),
    "The role's templates lie under the following URL. Where there is none of exactly",
    "a release's version, the highest of the same minor is taken.",
    // Outside China, whatever region the environment is in.
    `  ${templateUrl({ bucket: roleTemplateBucket, key: "panther-deployment-role/" }, "us-east-1")}`,
    ...(reasons.length > 0 ? ["Withdrawn:", ...reasons.map((reason) => `  ${reason}`)] : []),
  ].join("\n");
}
