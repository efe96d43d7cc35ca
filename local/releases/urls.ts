import { partitionOf } from "../../model/release/partition.ts";
import type { Release } from "./scope.ts";

/** The end of AWS host names in a region. */
export const hostSuffix = (region: string): string => partitionOf(region).dnsSuffix;

/** Where CloudFormation finds an object of the release's bucket. */
export const templateUrl = ({ bucket, region }: Pick<Release, "bucket" | "region">, key: string): string =>
  `https://${bucket}.s3.${region}.${hostSuffix(region)}/${key}`;
