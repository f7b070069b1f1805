import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import gallery from './src/gallery/gallery.json' with { type: 'json' };
import type { FullModule } from './src/trainer/core-full';
import { credits } from './tools/credits.ts';
import { meaningsOf } from './tools/meanings.ts';
import { makeThumbnails } from './tools/thumbnails.ts';

const here = dirname(fileURLToPath(import.meta.url));
const tables = resolve(here, '../core/data');
const core = resolve(here, '../build/wasm/glassbox.mjs');
const fullCore = resolve(here, '../build/wasm/glassbox_full.mjs');

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default lit-html',
].join('; ');

/** The development server injects style elements, so the policy belongs to the built page only. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  };
}

/** In minified code an indented new line stands in templates of markup and styles alone, where one space says the same. */
function foldTemplates(): Plugin {
  return {
    name: 'fold-templates',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) if (part.type === 'chunk') part.code = part.code.replace(/\n {2,}/g, ' ');
    },
  };
}

/** Serves core/data/<name>.table as tables/<name>.table, and copies them into the site. */
function dataTables(): Plugin {
  return {
    name: 'data-tables',
    configureServer(server) {
      server.middlewares.use('/tables', (request, response, next) => {
        const name = (request.url ?? '').replace(/^\//, '').replace(/\?.*$/, '');
        if (!/^[\w-]+\.table$/.test(name)) return next();
        response.setHeader('Content-Type', 'application/octet-stream');
        response.end(readFileSync(resolve(tables, name)));
      });
    },
    generateBundle() {
      for (const name of readdirSync(tables).filter((file) => file.endsWith('.table'))) {
        this.emitFile({ type: 'asset', fileName: `tables/${name}`, source: readFileSync(resolve(tables, name)) });
      }
    },
  };
}

/** A file that the core writes, the one that the site ships. */
function fromCore(fileName: string, write: (whole: FullModule) => string): Plugin {
  const written = async () => {
    const { default: createCore } = await import(pathToFileURL(fullCore).href);
    return write(await createCore({ wasmBinary: readFileSync(fullCore.replace(/mjs$/, 'wasm')) }));
  };
  let served: Promise<string> | undefined;
  return {
    name: fileName,
    configureServer(server) {
      server.middlewares.use(`/${fileName}`, (_request, response, next) => {
        served ??= written();
        served.then((text) => response.setHeader('Content-Type', 'application/json').end(text), next);
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: await written() });
    },
  };
}

/** The gallery's pictures are results of its own experiments. */
const thumbnails = (whole: FullModule) => makeThumbnails(whole, gallery.cards, (name) => readFileSync(resolve(tables, `${name}.table`)));

/** Emits the notice of third-party licences and data credits. */
function creditsNotice(): Plugin {
  return {
    name: 'credits',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'credits.txt', source: credits(here, tables) });
    },
  };
}

export default defineConfig({
  base: './',
  root: here,
  publicDir: resolve(here, 'public'),
  resolve: { alias: { '@core': core, '@core-full': fullCore } },
  worker: { format: 'es' },
  build: {
    outDir: resolve(here, '../build/site'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  server: { port: 8080, fs: { allow: [here, resolve(here, '../build'), tables] } },
  plugins: [
    contentSecurityPolicy(),
    foldTemplates(),
    dataTables(),
    fromCore('thumbnails.json', thumbnails),
    fromCore('meanings.json', meaningsOf),
    creditsNotice(),
  ],
});
