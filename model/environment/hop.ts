/**
 * Environment variable by which the driver tells the Pulumi program the release of the hop under way. The environment's
 * file keeps naming the release wanted.
 */
export const hopVersionVariable = "PANTHER_HOP_VERSION";
