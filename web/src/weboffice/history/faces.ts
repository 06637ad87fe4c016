/** Each writer's name and colour, the same in the list and on the sheet. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useParams } from 'react-router'
import type { Author } from './sheet'
import { type Timeline, timelineOf } from './state'

const COLOURS = 8

export function facesOf(timeline: Timeline): Map<string, Author> {
  return new Map(
    timeline.writers.map(({ id, name }, at) => [id, { name, colour: at % COLOURS }] as const),
  )
}

export function useWriterFaces(): Map<string, Author> {
  const { id = '' } = useParams()
  const { data } = useSuspenseQuery(timelineOf(id))
  return useMemo(() => facesOf(data), [data])
}

/** Of a Yjs client: whose it was. */
export function authorsOf(timeline: Timeline): (client: number) => Author | undefined {
  const faces = facesOf(timeline)
  const byClient = new Map(
    timeline.writers.flatMap(({ id, clients }) =>
      clients.map(client => [client, faces.get(id)] as const),
    ),
  )
  return client => byClient.get(client)
}
