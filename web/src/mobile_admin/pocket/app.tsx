/** 현장 앱: the inspectors' own pages, with or without a line. Nothing of it is seen while locked. */
import { lazy, Suspense, useEffect } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { isToldElsewhere } from '@/kernel/connection'
import { useKeptPreferences } from '@/kernel/kept-preferences'
import { session } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { Boundary } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { removeOldDay } from './day/fetch'
import { Frame } from './frame'
import { Gate } from './gate/gate'
import { guard } from './leaving/guard'
import { noteSession, watchLeaving } from './leaving/later'
import { own } from './own'
import { keepShell, offerInstall } from './shell/worker'
import { TargetPage } from './target/page'
import { TodayPage } from './today/page'

const MapPage = lazy(async () => ({ default: (await import('./map/page')).MapPage }))
const PaperPage = lazy(async () => ({ default: (await import('./paper/page')).PaperPage }))
const QueuePage = lazy(async () => ({ default: (await import('./queue/page')).QueuePage }))
const SheetPage = lazy(async () => ({ default: (await import('./sheet/page')).SheetPage }))

export function FieldApp() {
  const current = useStore(own)
  useKeptPreferences(useStore(session))
  useEffect(() => {
    void keepShell()
    offerInstall()
    isToldElsewhere.set(true)
    return () => isToldElsewhere.set(false)
  }, [])
  useEffect(() => guard(() => own.get()?.pocket.person ?? null), [])
  useEffect(noteSession, [])
  useEffect(watchLeaving, [])
  useEffect(() => {
    if (current) void removeOldDay()
  }, [current])
  if (current === null) return <Gate />
  return (
    <Suspense fallback={<Skeleton rows={6} />}>
      <Routes>
        <Route path="visit/:visit" element={<SheetPage />} />
        <Route path="*" element={<Pages />} />
      </Routes>
    </Suspense>
  )
}

function Pages() {
  return (
    <Frame>
      <Boundary>
        <Suspense fallback={<Skeleton rows={6} />}>
          <Routes>
            <Route index element={<TodayPage />} />
            <Route path="map" element={<MapPage />} />
            <Route path="target/:assignment" element={<TargetPage />} />
            <Route path="paper/:visit" element={<PaperPage />} />
            <Route path="queue" element={<QueuePage />} />
            <Route path="*" element={<Navigate to="/field" replace />} />
          </Routes>
        </Suspense>
      </Boundary>
    </Frame>
  )
}
