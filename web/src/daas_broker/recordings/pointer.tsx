/** Where the pointer was, in its own shape; a ring while a button is down. */
import { useEffect, useState } from 'react'
import { useStore } from '@/kernel/store'
import type { Playback } from './playback'
import s from './player.module.css'

export function Pointer({ playback }: { readonly playback: Playback }) {
  const spot = useStore(playback.pointer)
  const { width, height } = useStore(playback.size)
  const cursor = useStore(playback.cursor)
  const address = usePicture(cursor?.picture ?? '')
  if (!spot || width === 0 || height === 0) return null
  const place = { left: `${(spot.x / width) * 100}%`, top: `${(spot.y / height) * 100}%` }
  return (
    <div className={s.spot} style={place} aria-hidden data-spot>
      {spot.isDown && <span className={s.ring} />}
      {address ? (
        <img
          src={address}
          alt=""
          className={s.cursor}
          style={{ marginLeft: -(cursor?.x ?? 0), marginTop: -(cursor?.y ?? 0) }}
        />
      ) : (
        <span className={s.dot} />
      )}
    </div>
  )
}

/** Its own address; our policy of contents allows no `data:` pictures. */
function usePicture(picture: string): string {
  const [address, setAddress] = useState('')
  useEffect(() => {
    if (!picture) {
      setAddress('')
      return
    }
    const bytes = Uint8Array.from(atob(picture), character => character.charCodeAt(0))
    const made = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [picture])
  return address
}
