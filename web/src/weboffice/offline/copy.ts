/** A new document with the text of what was kept, through its room as any other writing. */
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { asRefusal } from '@/kernel/refusal'
import { enterDocument, LONGEST_TITLE, makeDocument } from '../documents/state'
import { Provider } from '../editing/provider'
import { copyPicture } from '../pictures/wire'
import type { Kept } from './vault'

const ROOT = 'text'

/** Its id, once all of it is durable. */
export async function copyAside(kept: readonly Kept[], title: string): Promise<string> {
  const name = [...title].slice(0, LONGEST_TITLE).join('')
  const { id } = await makeDocument({ template: 'blank', title: name })
  const from = new Y.Doc()
  for (const { state } of kept) Y.applyUpdate(from, state)
  await takePictures(id, from)
  await writeInto(id, from)
  from.destroy()
  return id
}

/** Each is kept by its document: the copy gets its own; one that is gone stays a place without. */
async function takePictures(id: string, from: Y.Doc): Promise<void> {
  const copies = new Map<string, Promise<string | null>>()
  for (const element of picturesIn(from.getXmlFragment(ROOT))) {
    const picture = element.getAttribute('picture')
    if (!picture) continue
    const copy = copies.get(picture) ?? copied(id, picture)
    copies.set(picture, copy)
    const name = await copy
    if (name !== null) element.setAttribute('picture', name)
  }
}

function picturesIn(parent: Y.XmlFragment): Y.XmlElement[] {
  const isPicture = (one: unknown) =>
    one instanceof Y.XmlElement && (one.nodeName === 'picture' || one.nodeName === 'inset')
  return [...parent.createTreeWalker(isPicture)] as Y.XmlElement[]
}

/** Null where it is not there any more; what may pass is thrown, and the copy tried again. */
async function copied(id: string, picture: string): Promise<string | null> {
  try {
    return await copyPicture(id, picture)
  } catch (error) {
    if (asRefusal(error).passes) throw error
    return null
  }
}

async function writeInto(id: string, from: Y.Doc): Promise<void> {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  awareness.setLocalState(null)
  const provider = new Provider({
    doc,
    awareness,
    base: `${location.origin.replace(/^http/, 'ws')}/y/`,
    enter: () => enterDocument(id).catch(() => 'away' as const),
  })
  try {
    await until(
      provider.saving.follow,
      () => provider.isHere.get() && provider.right.get() === 'write',
    )
    const target = doc.getXmlFragment(ROOT)
    doc.transact(() => {
      target.delete(0, target.length)
      const parts = from.getXmlFragment(ROOT).toArray()
      target.insert(0, parts.map(part => part.clone()) as (Y.XmlElement | Y.XmlText)[])
    })
    await until(provider.saving.follow, () => provider.unsavedSince === null)
  } finally {
    provider.close()
    awareness.destroy()
    doc.destroy()
  }
}

function until(follow: (listener: () => void) => () => void, holds: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!holds()) return
      unfollow()
      resolve()
    }
    const unfollow = follow(look)
    look()
  })
}
