import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, settled } from './harness.mjs';

/** Bytes, gzip, of each file that a first visit fetches by itself, as [path, bytes], and of the whole site; tables apart. */
export async function siteSizes(open) {
  const page = await open();
  await settled(page, ['ready']);
  const fetched = new Set();
  page.on('request', (request) => fetched.add(new URL(request.url()).pathname.slice(1) || 'index.html'));
  await page.reload({ waitUntil: 'networkidle' });
  await settled(page, ['ready']);
  await page.context().close();
  const site = join(root, 'build/site');
  const size = (path) => gzipSync(readFileSync(join(site, path)), { level: 9 }).length;
  const files = readdirSync(site, { recursive: true }).filter((path) => !path.startsWith('tables') && statSync(join(site, path)).isFile());
  const first = files.filter((path) => fetched.has(path)).map((path) => [path, size(path)]);
  return { first, all: files.reduce((sum, path) => sum + size(path), 0) };
}
