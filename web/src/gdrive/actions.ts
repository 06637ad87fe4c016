/** What a person does in the drive. Each refreshes what is shown, also when it was refused. */
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { contentOf, type Level, type Node } from './model'
import { refreshDrive } from './state'

async function then<T>(act: Promise<T>): Promise<T> {
  try {
    return await act
  } finally {
    void refreshDrive()
  }
}

function on(node: Node) {
  return { path: { node_id: node.id }, header: { 'If-Match': `"${node.etag}"` } }
}

export function createFolder(parent_id: string, name: string) {
  return then(ask(api.POST('/api/drive/nodes', { body: { parent_id, name, kind: 'folder' } })))
}

export function createDocument(folder_id: string, title: string) {
  return then(
    ask(api.POST('/api/office/documents', { body: { folder_id, title, template: 'blank' } })),
  )
}

type Change = components['schemas']['NodeChange']

function change(node: Node, body: Change) {
  return then(ask(api.PATCH('/api/drive/nodes/{node_id}', { params: on(node), body })))
}

export function rename(node: Node, name: string) {
  return change(node, { name, parent_id: null })
}

export function move(node: Node, parent_id: string) {
  return change(node, { name: null, parent_id })
}

/** One after the other, so that the first refusal tells which one and stops there. */
export async function moveAll(nodes: readonly Node[], parent_id: string): Promise<void> {
  for (const node of nodes) await move(node, parent_id)
}

export async function throwAway(nodes: readonly Node[]): Promise<void> {
  for (const node of nodes)
    await then(ask(api.DELETE('/api/drive/nodes/{node_id}', { params: on(node) })))
}

export function restore(node: { readonly id: string }) {
  return then(
    ask(api.POST('/api/drive/nodes/{node_id}/restore', { params: { path: { node_id: node.id } } })),
  )
}

export async function restoreAll(nodes: readonly Node[]): Promise<void> {
  for (const node of nodes) await restore(node)
}

export function purge(node: Node) {
  return then(
    ask(api.DELETE('/api/drive/trash/{node_id}', { params: { path: { node_id: node.id } } })),
  )
}

export function restoreVersion(node: Node, seq: number) {
  const { path, header } = on(node)
  return then(
    ask(
      api.POST('/api/drive/nodes/{node_id}/versions/{seq}/restore', {
        params: { path: { ...path, seq }, header },
      }),
    ),
  )
}

export interface Subject {
  readonly subject_kind: 'person' | 'division'
  readonly subject_id: string
}

export function share(node: Node, subject: Subject, level: Level) {
  return then(
    ask(
      api.PUT('/api/drive/nodes/{node_id}/grants', {
        params: { path: { node_id: node.id } },
        body: { ...subject, level },
      }),
    ),
  )
}

export function unshare(node: Node, { subject_kind, subject_id }: Subject) {
  return then(
    ask(
      api.DELETE('/api/drive/nodes/{node_id}/grants', {
        params: { path: { node_id: node.id }, query: { subject_kind, subject_id } },
      }),
    ),
  )
}

/** The answer says `attachment`, so the page stays. */
export function download(node: { readonly id: string; readonly name: string }, seq?: number) {
  const link = document.createElement('a')
  link.href = contentOf(node, seq)
  link.download = node.name
  document.body.append(link)
  link.click()
  link.remove()
}

export function downloadAll(nodes: readonly Node[]): void {
  for (const node of nodes) download(node)
}
