/** The notice that travels with the site: licences of what is built into it, credits of the tables it carries. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Package {
  name: string;
  version: string;
  license: string;
  dependencies?: Record<string, string>;
}

/** Parts of the WebAssembly module that come from the toolchain, not from npm. */
const compiledIn = [
  'Eigen, Mozilla Public License 2.0 (unmodified; its source is published by the Eigen project)',
  'Emscripten run-time library and Embind, MIT or University of Illinois/NCSA licence',
  'musl libc, MIT licence',
  'libc++ and compiler-rt, Apache License 2.0 with LLVM exceptions',
];

const rule = `\n${'-'.repeat(72)}\n\n`;

function read(modules: string, name: string): Package {
  return JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as Package;
}

/** The packages and everything they depend on, by name. */
function withDependencies(modules: string, names: string[], found = new Map<string, Package>()): Map<string, Package> {
  for (const name of names) {
    if (found.has(name) || name.startsWith('@types/')) continue;
    const described = read(modules, name);
    found.set(name, described);
    withDependencies(modules, Object.keys(described.dependencies ?? {}), found);
  }
  return found;
}

function licence(modules: string, { name, version, license }: Package): string {
  const file = readdirSync(join(modules, name)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(modules, name, file), 'utf8').trim() : '';
  return `${name} ${version}, ${license}\n\n${text}`;
}

function tableCredit(file: string): string {
  const header = readFileSync(file).toString('latin1').split('\n\n', 1)[0] ?? '';
  const line = (key: string) => new RegExp(`^${key} (.*)$`, 'm').exec(header)?.[1] ?? '';
  return `${line('name')}: ${line('credit')}`;
}

/** Text of credits.txt for a site made of `web` (with node_modules) and the tables in `tables`. */
export function credits(web: string, tables: string): string {
  const modules = join(web, 'node_modules');
  const own = JSON.parse(readFileSync(join(web, 'package.json'), 'utf8')) as Package;
  const packages = [...withDependencies(modules, Object.keys(own.dependencies ?? {})).values()].sort((a, b) =>
    a.name.localeCompare(b.name),
  );
  const names = existsSync(tables) ? readdirSync(tables).filter((name) => name.endsWith('.table')) : [];
  return [
    readFileSync(join(web, '../LICENSE'), 'utf8').trim(),
    `Data\n\n${names.map((name) => tableCredit(join(tables, name))).join('\n')}`,
    `Compiled into the WebAssembly module\n\n${compiledIn.join('\n')}`,
    ...packages.map((found) => licence(modules, found)),
  ].join(rule);
}
