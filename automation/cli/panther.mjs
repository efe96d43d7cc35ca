#!/usr/bin/env node
// The command `panther`: TypeScript is run as it is.
import { register } from "tsx/esm/api";

register();
await import("./main.ts");
