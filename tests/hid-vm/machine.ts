import { spawn } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { cacheFolder, cacheOnce } from '../../build/cache-folder.ts';
import { findKernelPackage, unpackPackage } from '../../build/system-packages.ts';
import { makeCpio, type CpioEntry } from './cpio.ts';

/** What a virtual machine needs: the emulator, and a shell for its first moments. */
export const machinePackages = ['qemu-system-x86', 'busybox-static'] as const;

/** The modules the guest's hardware, its view of this disk and its HID devices need, after their own needs. */
const wantedModules = ['virtio_pci', '9pnet_virtio', '9p', 'uhid', 'hid-generic'];
/** A guest that says nothing for so long hangs. */
const silenceMsMax = 240_000;

/** A Linux kernel of Debian with its modules, unpacked in the cache and nowhere else. */
export async function prepareKernel(): Promise<string> {
  const name = await findKernelPackage();
  if (name === undefined) throw new Error('this system offers no Debian kernel');
  const { folder } = await cacheOnce(name, (draft) => unpackPackage(name, draft));
  return folder;
}

/** The kernel's file, and the first file system: a shell, the modules, and what to start. */
export function packMachine(
  kernelFolder: string,
  guest: { readonly root: string; readonly node: string; readonly script: string },
  intoFolder: string,
): { readonly kernel: string; readonly initrd: string } {
  const [kernel = ''] = globSync('boot/vmlinuz-*', { cwd: kernelFolder });
  const modules = modulesInOrder(path.join(kernelFolder, 'lib/modules'));
  const folders = ['bin', 'dev', 'proc', 'sys', 'mod', 'host'];
  const init = initScript(
    modules.map((file) => path.basename(file)),
    guest,
  );
  const entries: CpioEntry[] = [
    ...folders.map((name) => ({ name, mode: 0o040755 })),
    { name: 'bin/busybox', mode: 0o100755, data: readFileSync('/bin/busybox') },
    { name: 'init', mode: 0o100755, data: new TextEncoder().encode(init) },
    ...modules.map((file) => ({
      name: `mod/${path.basename(file)}`,
      mode: 0o100644,
      data: readFileSync(file),
    })),
  ];
  const initrd = path.join(intoFolder, 'initrd.gz');
  writeFileSync(initrd, gzipSync(makeCpio(entries), { level: 1 }));
  return { kernel: path.join(kernelFolder, kernel), initrd };
}

/** Each module after those it needs, as its own `depends=` says; one that is built in has no file. */
function modulesInOrder(folder: string): string[] {
  const files = new Map<string, string>();
  for (const file of globSync('**/*.ko', { cwd: folder })) {
    files.set(moduleName(path.basename(file, '.ko')), path.join(folder, file));
  }
  const ordered: string[] = [];
  const visit = (name: string): void => {
    const file = files.get(moduleName(name));
    if (file === undefined || ordered.includes(file)) return;
    const needs = /\0depends=([^\0]*)\0/.exec(readFileSync(file, 'latin1'))?.[1] ?? '';
    for (const need of needs.split(',')) visit(need);
    ordered.push(file);
  };
  for (const name of wantedModules) visit(name);
  return ordered;
}

function moduleName(name: string): string {
  return name.replaceAll('-', '_');
}

/** The disk of this machine is the guest's, for reading; what it writes goes to its memory. */
function initScript(
  modules: readonly string[],
  guest: { readonly root: string; readonly node: string; readonly script: string },
): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return `#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for m in ${modules.join(' ')}; do insmod /mod/$m || echo "no $m"; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=524288,cache=loose host /host || echo "no disk"
for d in dev proc sys; do mount --bind /$d /host/$d; done
mkdir -p /dev/shm /dev/pts
mount -t tmpfs -o mode=1777 shm /dev/shm
mount -t devpts pts /dev/pts
ip link set lo up
export COUNTERFOIL_CACHE_DIR=${quote(cacheFolder())} HOME=/dev/shm TMPDIR=/dev/shm XDG_RUNTIME_DIR=/dev/shm PATH=/usr/sbin:/usr/bin:/sbin:/bin
chroot /host /bin/sh -c ${quote(`cd ${quote(guest.root)} && exec ${quote(guest.node)} ${quote(guest.script)}`)}
echo "GUEST ENDED $?"
poweroff -f
`;
}

/**
 * Boots the machine by emulation alone (no hardware help is asked for) and hands over what it says, line by
 * line, until it goes off. Rejects when it falls silent.
 */
export async function runMachine(
  { kernel, initrd }: { readonly kernel: string; readonly initrd: string },
  onLine: (line: string) => void,
): Promise<void> {
  const machine = spawn(
    'qemu-system-x86_64',
    (
      '-machine q35,accel=tcg -cpu max -smp 2 -m 2560 -nographic -no-reboot -nodefaults ' +
      '-serial stdio -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap'
    )
      .split(' ')
      .concat(
        '-kernel',
        kernel,
        '-initrd',
        initrd,
        '-append',
        'console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off',
      ),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let pending = '';
  let silence = setTimeout(() => {}, 0);
  const watch = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => machine.kill('SIGKILL'), silenceMsMax);
  };
  watch();
  const take = (chunk: Buffer): void => {
    watch();
    const lines = (pending + chunk.toString('utf8')).split(/\r?\n/);
    pending = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
  machine.stdout.on('data', take);
  machine.stderr.on('data', take);
  const code = await new Promise<number | null>((resolve, reject) => {
    machine.on('error', reject);
    machine.on('close', resolve);
  });
  clearTimeout(silence);
  if (code !== 0) throw new Error(`the machine ended with ${code ?? 'a signal'}`);
}
