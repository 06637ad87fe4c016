"""The disk, the kernel and the initial file system of an image for virtual machines.

The kernel is started directly, without a boot loader, and its initial file system holds the few
modules that find the disk: the guest is at its first process a second or two later even where each
of its instructions is translated.
"""

import gzip
from collections.abc import Iterable
from pathlib import Path

from workplace.hostd.archive import BuildFailed, run
from workplace.hostd.machines import cpio

DISK, KERNEL, INITIAL = "disk.raw", "vmlinuz", "initial"
FREE_BYTES = 1 << 30  # what a guest may write beyond its image; sparse
BESIDE_MIB = 128  # what the tables of a guest's own disk and of its file system take; sparse
MODULES = ("virtio_pci", "virtio_blk", "virtio_net", "virtio_console", "virtio-rng", "virtiofs")
FIRST = """\
#!/bin/busybox sh
/bin/busybox mount -t devtmpfs devtmpfs /dev
for module in {modules}; do /bin/busybox insmod /modules/$module.ko; done
tries=0
while [ ! -b /dev/vda ] && [ $tries -lt 100 ]; do /bin/busybox usleep 20000; tries=$((tries + 1)); done
/bin/busybox mkdir -p /root
/bin/busybox mount -t ext4 -o rw,noatime /dev/vda /root || exec /bin/busybox sh -c 'echo no disk; /bin/busybox poweroff -f'
/bin/busybox mount -t proc proc /root/proc
/bin/busybox mount -t sysfs sysfs /root/sys
/bin/busybox mount --move /dev /root/dev
exec /bin/busybox switch_root /root /usr/bin/python3 -I /usr/lib/onmaru/machine.py
"""  # noqa: E501


def is_there(image: Path) -> bool:
    return (image / DISK).exists()


def pack(image: Path) -> None:
    """Beside the tree of files in `image`, what a guest starts from."""
    rootfs = image / "rootfs"
    kernel = _only(rootfs.glob("boot/vmlinuz-*"))
    (image / KERNEL).write_bytes(kernel.read_bytes())
    (image / INITIAL).write_bytes(gzip.compress(initial(rootfs, kernel.name[8:]), 6))
    size = int(run("du", "--summarize", "--block-size=1", str(rootfs)).split()[0])
    blocks = (size + size // 10 + FREE_BYTES) // 4096
    run(
        "nice", "-n", "10", "mke2fs", "-q", "-t", "ext4", "-b", "4096", "-m", "0",
        "-O", "^has_journal", "-L", "onmaru", "-d", str(rootfs), str(image / DISK), str(blocks),
    )  # fmt: skip


def initial(rootfs: Path, version: str) -> bytes:
    folder = rootfs / "lib/modules" / version
    wanted = order(MODULES, (folder / "modules.dep").read_text())
    files = {f"modules/{Path(path).name}": (folder / path).read_bytes() for path in wanted}
    names = " ".join(Path(path).stem for path in wanted)
    files["bin/busybox"] = (rootfs / "bin/busybox").read_bytes()
    files["init"] = FIRST.format(modules=names).encode()
    return cpio.archive(files)


def order(modules: Iterable[str], dependencies: str) -> list[str]:
    """The paths of the modules and all they need, each after what it needs (modules.dep(5))."""
    needs = {
        path: rest.split()
        for path, _, rest in (line.partition(":") for line in dependencies.splitlines())
    }
    by_name = {Path(path).stem: path for path in needs}
    wanted: list[str] = []
    for module in modules:
        if module not in by_name:
            raise BuildFailed(f"the kernel of this image has no module {module}")
        path = by_name[module]
        wanted += [*reversed(needs[path]), path]
    return list(dict.fromkeys(wanted))


def _only(found: Iterable[Path]) -> Path:
    kernels = list(found)
    if len(kernels) != 1:
        raise BuildFailed(f"an image for virtual machines holds one kernel, not {len(kernels)}")
    return kernels[0]
