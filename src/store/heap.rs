//! Room on the heap of a thread that is about to read much. It knows the allocator's habits and nothing of files.

/// Less is not worth keeping.
const LEAST: usize = 2 << 20;

/// No more is made at once: the allocator would not keep it.
const MOST: usize = 16 << 20;

/// Makes room for so many bytes at once. glibc lets the heap of a thread that is not the first grow by one page a call, and
/// each call stops the other threads: some 1,900 of them at 10,000 tasks. A block that was asked for and given back tells
/// it to keep blocks of that size, and the next, somewhat smaller, stays with the thread when it is given back in its
/// turn. No memory is touched; other allocators make nothing of it.
pub(super) fn make_room(bytes: usize) {
    if bytes < LEAST {
        return;
    }
    let bytes = bytes.min(MOST);
    for block in [bytes, bytes - bytes / 8] {
        drop(std::hint::black_box(Vec::<u8>::with_capacity(block)));
    }
}
