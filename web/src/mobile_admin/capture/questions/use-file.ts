/** Files of a question: keeping a new one with its evidence, showing the one that is there. */
import { useEffect, useRef, useState } from 'react'
import { useStore } from '@/kernel/store'
import { toastRefusal } from '@/kit/toast'
import { useFilling } from '../context'
import { nameOf, type UploadNode } from '../engine/node'
import { useReading } from '../engine/reading'
import { sha256 } from '../media/hash'
import { freshName } from '../media/name'
import type { Fix, NoPlace } from '../ports'

export interface Made {
  readonly original: Blob
  readonly blob: Blob
  readonly ending: string
  /** The photo does not wait for it; a file that was chosen is of no place. */
  readonly place?: Promise<Fix | NoPlace>
  readonly strokes?: unknown
}

/** As much as the server takes of one file. */
export const LARGEST_FILE = 64 << 20

export function useFile(node: UploadNode) {
  const { sheet } = useFilling()
  const [isBusy, setBusy] = useState(false)
  const [isTooLarge, setTooLarge] = useState(false)
  const file = useReading(() => node.currentState.value as File | null)

  async function keep(make: () => Promise<Made>): Promise<void> {
    setBusy(true)
    setTooLarge(false)
    try {
      const captured_at = new Date().toISOString()
      const { original, blob, ending, place, strokes } = await make()
      if (blob.size > LARGEST_FILE) {
        setTooLarge(true)
        return
      }
      const name = freshName(nameOf(node), ending)
      const evidence = {
        name,
        sha256_original: await sha256(original),
        sha256: await sha256(blob),
        size_bytes: blob.size,
        captured_at,
        place: null,
        ...(strokes === undefined ? {} : { strokes }),
      }
      await sheet.attach(node, new File([blob], name, { type: blob.type }), evidence, place)
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  useStore(sheet.placed)
  const locate = () => file && sheet.locate(file.name, sheet.findPlace())
  const remove = () => void sheet.detach(node).catch(toastRefusal)
  const evidence = file ? sheet.evidenceOf(file.name) : null
  return { file, evidence, isBusy, isTooLarge, keep, locate, remove }
}

/** An address for the bytes, for as long as they are shown. */
export function useAddress(blob: Blob | null): string | null {
  const [address, setAddress] = useState<string | null>(null)
  const made = useRef('')
  useEffect(() => {
    if (blob === null) return
    made.current = URL.createObjectURL(blob)
    setAddress(made.current)
    return () => {
      URL.revokeObjectURL(made.current)
      setAddress(null)
    }
  }, [blob])
  return address
}
