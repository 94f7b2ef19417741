import path from 'node:path';
import { build } from 'vite';
import { defaultFolders } from '../../build/build-app.ts';
import { memberPagesConfig } from '../../build/member-pages-config.ts';

/** Builds the member pages as they go to phones, or with LINE's mock in LINE's place, into `outDir`. */
export async function buildMemberPages(
  outDir: string,
  line: 'line' | 'mock' = 'mock',
): Promise<string> {
  const folders = { ...defaultFolders, output: path.dirname(outDir) };
  if (line === 'mock') await build(memberPagesConfig(folders, { outDir }));
  else
    await build({
      ...memberPagesConfig(folders),
      build: { ...memberPagesConfig(folders).build, outDir },
    });
  return outDir;
}
