import { itemsOf } from "../declaration.ts";
import { finding, type ParameterFinding } from "../finding.ts";
import type { Settings } from "../settings.ts";

const arn = /^arn:(aws[a-z-]*):[a-z0-9-]+:([a-z0-9-]*):/;

interface Place {
  readonly partition: string;
  /** Blank in ARNs of services without regions. */
  readonly region: string;
}

/** ARNs that name another partition or region than the deployment's; patterns alone let them through. */
export function placeFindings({ parameters, partition, region }: Settings): readonly ParameterFinding[] {
  return [...parameters].flatMap(([name, { declaration, documented, given, text, secret }]) => {
    if (given !== "value" || text === undefined) return [];
    const places = itemsOf(declaration.type, text).flatMap(placeOf);
    const foreign = places.find((place) => partition !== undefined && place.partition !== partition);
    if (foreign) {
      return [
        finding(
          "wrong-partition",
          name,
          `${name} is an ARN of ${secret ? "another partition" : `the partition ${foreign.partition}`}; the deployment's region is in ${partition}.`,
          `Give ${name} an ARN that begins with arn:${partition}: .`,
        ),
      ];
    }
    const elsewhere = places.find((place) => documented?.sameRegion && place.region && place.region !== region);
    if (region === undefined || !elsewhere) return [];
    return [
      finding(
        "wrong-region",
        name,
        `${name} lies in ${secret ? "another region" : elsewhere.region}; AWS wants it in the deployment's region, ${region}.`,
        `Give ${name} an ARN from ${region}.`,
      ),
    ];
  });
}

function placeOf(item: string): readonly Place[] {
  const [, partition, region] = arn.exec(item) ?? [];
  return partition === undefined || region === undefined ? [] : [{ partition, region }];
}
