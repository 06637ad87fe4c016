import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { store } from '@/kernel/store'
import type { Saving } from '../editing/provider'
import { Keep } from './keep'
import type { Kept, Vault } from './vault'

class Drawer implements Vault {
  readonly records = new Map<number, Kept>()
  closed = 0

  async put(kept: Kept) {
    this.records.set(kept.client, kept)
  }

  async read() {
    return { kept: [...this.records.values()], closed: this.closed }
  }

  async remove(clients?: readonly number[]) {
    for (const client of clients ?? [...this.records.keys()]) this.records.delete(client)
  }
}

function page(drawer: Drawer, { generation = 1 } = {}) {
  const doc = new Y.Doc()
  const saving = store<Saving>({ kind: 'offline', holds: false })
  const sender = { saving, unsavedSince: null as number | null }
  const failures: unknown[] = []
  const keep = new Keep({ doc, sender, failed: error => failures.push(error) })
  const begun = keep.begin({ generation, open: async () => drawer })
  return {
    doc,
    keep,
    begun,
    failures,
    text: () => doc.getText('t').toString(),
    write(words: string) {
      sender.unsavedSince ??= Date.now()
      doc.getText('t').insert(doc.getText('t').length, words)
    },
    sent() {
      sender.unsavedSince = null
      saving.set({ kind: 'saved', at: Date.now() })
    },
    lost() {
      saving.set({ kind: 'gone' })
    },
    since: () => sender.unsavedSince,
  }
}

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms)
}

describe('what could not be sent', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is kept within two seconds and taken up by the next page', async () => {
    const drawer = new Drawer()
    const first = page(drawer)
    await first.begun
    first.write('현장에서 쓴 글')
    const since = first.since()
    await pass(2_000)
    expect(first.keep.isSafe.get()).toBe(true)

    const second = page(drawer)
    await second.begun
    expect(second.text()).toBe('현장에서 쓴 글')
    expect(second.since()).toBe(since)
    second.sent()
    await pass(0)
    expect(drawer.records.size).toBe(0)
  })

  it('is not kept while it is on its way only', async () => {
    const drawer = new Drawer()
    const put = vi.spyOn(drawer, 'put')
    const { begun, write, sent } = page(drawer)
    await begun
    write('곧 도착할 글')
    await pass(30)
    sent()
    await pass(5_000)
    expect(put).not.toHaveBeenCalled()
  })

  it('is kept at once when the page is left', async () => {
    const drawer = new Drawer()
    const { begun, write, keep, doc } = page(drawer)
    await begun
    write('닫는 순간')
    keep.close()
    doc.destroy()
    await pass(0)
    expect(drawer.records.size).toBe(1)
  })

  it('is set aside, and not merged, where the document was set back meanwhile', async () => {
    const drawer = new Drawer()
    const first = page(drawer)
    await first.begun
    first.write('되돌리기 전의 글')
    await pass(2_000)

    const second = page(drawer, { generation: 2 })
    await second.begun
    expect(second.text()).toBe('')
    expect(second.keep.aside.get()).toHaveLength(1)
    second.write('새 글')
    await pass(2_000)
    second.sent()
    await pass(0)
    expect(drawer.records.size).toBe(1)
    await second.keep.forgetAside()
    expect(drawer.records.size).toBe(0)
  })

  it('of two windows is kept beside each other', async () => {
    const drawer = new Drawer()
    const [one, other] = [page(drawer), page(drawer)]
    await Promise.all([one.begun, other.begun])
    one.write('하나')
    other.write('둘')
    await pass(2_000)
    const third = page(drawer)
    await third.begun
    expect([...third.text()].sort().join('')).toBe([...'하나둘'].sort().join(''))
  })

  it('is removed when the right to read is gone', async () => {
    const drawer = new Drawer()
    const { begun, write, lost } = page(drawer)
    await begun
    write('비밀')
    await pass(2_000)
    lost()
    await pass(0)
    expect(drawer.records.size).toBe(0)
  })

  it('is not kept for another try when the room does not want it', async () => {
    const drawer = new Drawer()
    const { begun, write, keep } = page(drawer)
    await begun
    write('받지 않을 제안')
    await pass(2_000)
    keep.discard()
    keep.close()
    await pass(2_000)
    expect(drawer.records.size).toBe(0)
  })

  it('is not called safe when the vault fails, and that is told', async () => {
    const drawer = new Drawer()
    drawer.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    const { begun, write, keep, failures } = page(drawer)
    await begun
    write('자리 없음')
    await pass(2_000)
    expect(keep.isSafe.get()).toBe(false)
    expect(failures.length).toBeGreaterThan(0)
  })
})
