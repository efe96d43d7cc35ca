#!/usr/bin/env -S node --optimize-for-size --max-semi-space-size=2
// The command `panther`: TypeScript is run as it is. The options keep a driver that runs for hours small.
import { register } from "tsx/esm/api";

register();
await import("./main.ts");
