import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_antivirus',
  {
    title: '자료전송의 백신',
    answers: '답함',
    silent: '답하지 않음',
    none: '없음',
    unasked: '확인하는 중',
    since: '{{at}}부터 ({{ago}})',
    unheard: '알 수 없음',
    lastly: { answers: '답함', silent: '답하지 않음', none: '백신 없음' },
    unheardSince: '마지막 확인 {{at}} ({{ago}}): {{word}}',
    unheardNote:
      '그 뒤로 아무도 백신에 묻지 않아 지금 상태를 알 수 없고, 새 요청도 검사되지 않습니다. 묻는 프로그램(worker)이 멈췄을 수 있습니다. 서버에서 ./onmaru status로 보고, 멈췄으면 ./onmaru up으로 다시 켜십시오. 이유는 ./onmaru logs worker에 있습니다.',
    engine: '엔진',
    signatures: '악성코드 목록 날짜',
    noSignatures: '없음 — freshclam으로 받으십시오',
    silentNote:
      '새 요청은 검사에서 10분까지 기다리고, 그 뒤에는 ‘바이러스 검사 안 함’이 됩니다. 서버에서 할 일: systemctl restart clamav-daemon, 그래도 답하지 않으면 journalctl -u clamav-daemon을 보십시오.',
    goneNote:
      '전에는 {{scanner, 이/가}} 답했습니다. 멈췄다면 서버에서 systemctl start clamav-daemon으로 켜십시오. 그동안 파일은 ‘바이러스 검사 안 함’이 되고, 업무망으로 들어오는 것은 기본으로 막힙니다.',
    waits: {
      silent:
        '백신이 답하지 않아 검사가 멈춰 있습니다. 답하면 바로 이어집니다. {{at}}까지 답이 없으면 ‘바이러스 검사 안 함’으로 표시하고 넘어갑니다.',
      unheard:
        '{{at}}부터 아무도 검사하지 못하고 있습니다. 요청은 그대로 있고, 정보화 담당자가 서버의 검사 프로그램을 다시 켜면 바로 이어집니다. 오래 걸리면 정보화 담당자에게 알리십시오.',
    },
    noneNote:
      '파일은 ‘바이러스 검사 안 함’으로 표시되고, 업무망으로 들어오는 것은 기본으로 막힙니다. 서버에 clamav-daemon을 설치하고 악성코드 목록을 받으면 10초 안에 여기에 나타납니다. 방법: docs/howto/releases.md',
  },
  {
    title: 'Antivirus of data transfer',
    answers: 'answers',
    silent: 'does not answer',
    none: 'none',
    unasked: 'being asked',
    since: 'since {{at}} ({{ago}})',
    unheard: 'not known',
    lastly: { answers: 'answered', silent: 'did not answer', none: 'no antivirus' },
    unheardSince: 'asked last {{at}} ({{ago}}): {{word}}',
    unheardNote:
      'Nobody has asked it since, so how it stands now is not known, and new requests are not inspected either. What asks it (the worker) may have stopped. On the server: ./onmaru status shows it, ./onmaru up starts it again, and ./onmaru logs worker says why.',
    engine: 'Engine',
    signatures: 'Signatures of',
    noSignatures: 'none: have freshclam fetch them',
    silentNote:
      'New requests wait in inspection for ten minutes and then count as not scanned. On the server: systemctl restart clamav-daemon; if it stays silent, look at journalctl -u clamav-daemon.',
    goneNote:
      'Before, {{scanner}} answered. If it was stopped, start it on the server: systemctl start clamav-daemon. Meanwhile files count as not scanned, and what comes into the work zone is stopped unless the lane says otherwise.',
    waits: {
      silent:
        'The antivirus does not answer, so the inspection waits. It goes on as soon as it does; after {{at}} it goes on as “not scanned”.',
      unheard:
        'Nothing has been inspected since {{at}}. Your request stays as it is and goes on as soon as an IT administrator has started what inspects again. If it takes long, tell one.',
    },
    noneNote:
      'Files count as not scanned, and what comes into the work zone is stopped unless the lane says otherwise. Install clamav-daemon and its signatures on the server and it appears here within ten seconds: docs/howto/releases.md',
  },
)
