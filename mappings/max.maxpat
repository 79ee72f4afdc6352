{
 "patcher": {
  "fileversion": 1,
  "appversion": {
   "major": 8,
   "minor": 6,
   "revision": 0,
   "architecture": "x64",
   "modernui": 1
  },
  "classnamespace": "box",
  "rect": [
   60.0,
   80.0,
   1040.0,
   700.0
  ],
  "openinpresentation": 1,
  "default_fontsize": 12.0,
  "default_fontname": "Arial",
  "boxes": [
   {
    "box": {
     "id": "obj-1",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1040.0,
      20.0,
      120.0,
      22.0
     ],
     "text": "r demond-out"
    }
   },
   {
    "box": {
     "id": "obj-2",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      1040.0,
      60.0,
      180.0,
      22.0
     ],
     "text": "udpsend 127.0.0.1 9130"
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "bang"
     ],
     "patching_rect": [
      1040.0,
      120.0,
      70.0,
      22.0
     ],
     "text": "loadbang"
    }
   },
   {
    "box": {
     "id": "obj-4",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1040.0,
      150.0,
      30.0,
      22.0
     ],
     "text": "1"
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "bang"
     ],
     "patching_rect": [
      1040.0,
      180.0,
      100.0,
      22.0
     ],
     "text": "metro 30000"
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1040.0,
      210.0,
      220.0,
      22.0
     ],
     "text": "/demond/subscribe //* 30 7400"
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      1040.0,
      240.0,
      120.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1040.0,
      300.0,
      120.0,
      22.0
     ],
     "text": "udpreceive 7400"
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      1040.0,
      330.0,
      120.0,
      22.0
     ],
     "text": "s demond-in"
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1040.0,
      380.0,
      120.0,
      22.0
     ],
     "text": "r demond-in"
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      ""
     ],
     "patching_rect": [
      1040.0,
      410.0,
      200.0,
      22.0
     ],
     "text": "route /demond/error /demond/note"
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      1040.0,
      440.0,
      140.0,
      22.0
     ],
     "text": "print demond-error"
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      1190.0,
      440.0,
      140.0,
      22.0
     ],
     "text": "print demond-note"
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      100.0,
      1000.0,
      22.0
     ],
     "text": "Play",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      0.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      176.0,
      116.0,
      22.0
     ],
     "text": "denoise",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      38.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      216.0,
      116.0,
      22.0
     ],
     "hint": "denoise: how far the music moves from its source: 0 gives the source back, 1 ignores it",
     "annotation": "denoise: how far the music moves from its source: 0 gives the source back, 1 ignores it",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      58.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      206.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/denoise"
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      236.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      326.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-20",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      176.0,
      116.0,
      22.0
     ],
     "text": "hint_strength",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      38.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-21",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      216.0,
      116.0,
      22.0
     ],
     "hint": "hint_strength: how closely structure is followed: that of source, plan or structure reference",
     "annotation": "hint_strength: how closely structure is followed: that of source, plan or structure reference",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      58.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-22",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      206.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/hint_strength"
    }
   },
   {
    "box": {
     "id": "obj-23",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      236.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      326.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-25",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      176.0,
      116.0,
      22.0
     ],
     "text": "blend",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      38.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      216.0,
      116.0,
      22.0
     ],
     "hint": "blend: from prompt a (0) to prompt b (1)",
     "annotation": "blend: from prompt a (0) to prompt b (1)",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      58.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      206.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/blend"
    }
   },
   {
    "box": {
     "id": "obj-28",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      236.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-29",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      326.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-30",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      176.0,
      116.0,
      22.0
     ],
     "text": "feedback",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      38.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-31",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      216.0,
      116.0,
      22.0
     ],
     "hint": "feedback: how much of an earlier generation goes into the source; without a source, how much the loop evolves from itself: at 1, denoise says how far each generation moves from that one",
     "annotation": "feedback: how much of an earlier generation goes into the source; without a source, how much the loop evolves from itself: at 1, denoise says how far each generation moves from that one",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      58.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-32",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      206.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/feedback"
    }
   },
   {
    "box": {
     "id": "obj-33",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      236.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-34",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      326.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-35",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      176.0,
      116.0,
      22.0
     ],
     "text": "guidance",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      38.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-36",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      216.0,
      116.0,
      22.0
     ],
     "hint": "guidance: guidance scale; 1 changes nothing",
     "annotation": "guidance: guidance scale; 1 changes nothing",
     "size": 14,
     "min": 1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      58.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-37",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      206.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/guidance"
    }
   },
   {
    "box": {
     "id": "obj-38",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      236.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-39",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      326.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-40",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      176.0,
      116.0,
      22.0
     ],
     "text": "velocity_scale",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      38.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-41",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      216.0,
      116.0,
      22.0
     ],
     "hint": "velocity_scale: scales every solver step",
     "annotation": "velocity_scale: scales every solver step",
     "size": 2,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      58.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-42",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      206.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/velocity_scale"
    }
   },
   {
    "box": {
     "id": "obj-43",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      236.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-44",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      326.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-45",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      176.0,
      116.0,
      22.0
     ],
     "text": "timbre_strength",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      38.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-46",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      216.0,
      116.0,
      22.0
     ],
     "hint": "timbre_strength: how much the timbre reference counts",
     "annotation": "timbre_strength: how much the timbre reference counts",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      58.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-47",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      206.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/timbre_strength"
    }
   },
   {
    "box": {
     "id": "obj-48",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      236.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-49",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      326.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-50",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      176.0,
      116.0,
      22.0
     ],
     "text": "volume",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      38.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-51",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      216.0,
      116.0,
      22.0
     ],
     "hint": "volume: output level; -90 = silence",
     "annotation": "volume: output level; -90 = silence",
     "size": 96,
     "min": -90,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      58.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-52",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      206.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/volume"
    }
   },
   {
    "box": {
     "id": "obj-53",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      236.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-54",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      326.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-55",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      534.0,
      116.0,
      22.0
     ],
     "text": "depth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      217.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-56",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      574.0,
      116.0,
      22.0
     ],
     "hint": "depth: generations in flight in the ring",
     "annotation": "depth: generations in flight in the ring",
     "size": 7,
     "min": 1,
     "floatoutput": 0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      237.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-57",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      564.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/depth"
    }
   },
   {
    "box": {
     "id": "obj-58",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      594.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-59",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      684.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-60",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      534.0,
      116.0,
      22.0
     ],
     "text": "steps",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      217.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-61",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      574.0,
      116.0,
      22.0
     ],
     "hint": "steps: solver steps of one generation",
     "annotation": "steps: solver steps of one generation",
     "size": 99,
     "min": 1,
     "floatoutput": 0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      237.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-62",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      564.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/steps"
    }
   },
   {
    "box": {
     "id": "obj-63",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      594.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-64",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      684.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-65",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      534.0,
      116.0,
      22.0
     ],
     "text": "shift",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      217.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-66",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      574.0,
      116.0,
      22.0
     ],
     "hint": "shift: schedule shift: higher spends more steps on the large form",
     "annotation": "shift: schedule shift: higher spends more steps on the large form",
     "size": 5,
     "min": 1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      237.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-67",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      564.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/shift"
    }
   },
   {
    "box": {
     "id": "obj-68",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      594.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-69",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      684.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-70",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      534.0,
      116.0,
      22.0
     ],
     "text": "bpm",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      217.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-71",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      574.0,
      116.0,
      22.0
     ],
     "hint": "bpm: tempo told to the model, and of curves that follow the beat",
     "annotation": "bpm: tempo told to the model, and of curves that follow the beat",
     "size": 270,
     "min": 30,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      237.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-72",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      564.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/bpm"
    }
   },
   {
    "box": {
     "id": "obj-73",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      594.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-74",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      684.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-75",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      534.0,
      116.0,
      22.0
     ],
     "text": "x0_target",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      217.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-76",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      574.0,
      116.0,
      22.0
     ],
     "hint": "x0_target: pull towards target, or the source, in the second half of the steps, or after x0_gate",
     "annotation": "x0_target: pull towards target, or the source, in the second half of the steps, or after x0_gate",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      237.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-77",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      564.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/x0_target"
    }
   },
   {
    "box": {
     "id": "obj-78",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      594.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-79",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      684.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-80",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      534.0,
      116.0,
      22.0
     ],
     "text": "ode_noise",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      217.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-81",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      574.0,
      116.0,
      22.0
     ],
     "hint": "ode_noise: noise added to every ODE step",
     "annotation": "ode_noise: noise added to every ODE step",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      237.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-82",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      564.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/ode_noise"
    }
   },
   {
    "box": {
     "id": "obj-83",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      594.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-84",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      684.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-85",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      534.0,
      116.0,
      22.0
     ],
     "text": "sde_curve",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      217.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-86",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      574.0,
      116.0,
      22.0
     ],
     "hint": "sde_curve: how much of the SDE result to take, the rest is the source",
     "annotation": "sde_curve: how much of the SDE result to take, the rest is the source",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      237.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-87",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      564.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/sde_curve"
    }
   },
   {
    "box": {
     "id": "obj-88",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      594.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-89",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      684.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-90",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      534.0,
      116.0,
      22.0
     ],
     "text": "morph",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      217.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-91",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      574.0,
      116.0,
      22.0
     ],
     "hint": "morph: from the first (0) to the second (1) of the two scenes that scene/morph names: numbers move, words switch in the middle, prompts cross over; what a hand moves is left alone until 0 or 1",
     "annotation": "morph: from the first (0) to the second (1) of the two scenes that scene/morph names: numbers move, words switch in the middle, prompts cross over; what a hand moves is left alone until 0 or 1",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      237.0,
      116.0,
      151.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-92",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      564.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/morph"
    }
   },
   {
    "box": {
     "id": "obj-93",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      594.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-94",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      684.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-95",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      890.0,
      116.0,
      22.0
     ],
     "text": "freeze",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      395.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-96",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "int"
     ],
     "patching_rect": [
      2408.0,
      930.0,
      116.0,
      22.0
     ],
     "hint": "freeze: stop generating, keep sounding",
     "annotation": "freeze: stop generating, keep sounding",
     "presentation": 1,
     "presentation_rect": [
      8.0,
      415.0,
      116.0,
      37.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-97",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      920.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/freeze"
    }
   },
   {
    "box": {
     "id": "obj-98",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      950.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-99",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1040.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-100",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      890.0,
      116.0,
      22.0
     ],
     "text": "mute",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      395.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-101",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "int"
     ],
     "patching_rect": [
      2532.0,
      930.0,
      116.0,
      22.0
     ],
     "hint": "mute: silence the output, keep everything running",
     "annotation": "mute: silence the output, keep everything running",
     "presentation": 1,
     "presentation_rect": [
      132.0,
      415.0,
      116.0,
      37.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-102",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      920.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mute"
    }
   },
   {
    "box": {
     "id": "obj-103",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      950.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-104",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      1040.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-105",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      890.0,
      116.0,
      22.0
     ],
     "text": "sde",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      395.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-106",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "int"
     ],
     "patching_rect": [
      2656.0,
      930.0,
      116.0,
      22.0
     ],
     "hint": "sde: solve with fresh noise at every step",
     "annotation": "sde: solve with fresh noise at every step",
     "presentation": 1,
     "presentation_rect": [
      256.0,
      415.0,
      116.0,
      37.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-107",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      920.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/sde"
    }
   },
   {
    "box": {
     "id": "obj-108",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      950.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-109",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      1040.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-110",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      890.0,
      116.0,
      22.0
     ],
     "text": "dcw",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      395.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-111",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "int"
     ],
     "patching_rect": [
      2780.0,
      930.0,
      116.0,
      22.0
     ],
     "hint": "dcw: wavelet correction of every step",
     "annotation": "dcw: wavelet correction of every step",
     "presentation": 1,
     "presentation_rect": [
      380.0,
      415.0,
      116.0,
      37.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-112",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      920.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/dcw"
    }
   },
   {
    "box": {
     "id": "obj-113",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      950.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-114",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      1040.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-115",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      890.0,
      240.0,
      22.0
     ],
     "text": "guidance_mode",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      395.0,
      240.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-116",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2904.0,
      930.0,
      240.0,
      22.0
     ],
     "hint": "guidance_mode: where the negative velocity comes from: every step, the first step, the own noise",
     "annotation": "guidance_mode: where the negative velocity comes from: every step, the first step, the own noise",
     "items": [
      "off",
      ",",
      "full",
      ",",
      "initialize",
      ",",
      "self"
     ],
     "presentation": 1,
     "presentation_rect": [
      504.0,
      415.0,
      240.0,
      37.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-117",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      920.0,
      240.0,
      22.0
     ],
     "text": "prepend /demond/guidance_mode"
    }
   },
   {
    "box": {
     "id": "obj-118",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      950.0,
      240.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-119",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      1040.0,
      240.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-120",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      890.0,
      240.0,
      22.0
     ],
     "text": "quantize",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      395.0,
      240.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-121",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3152.0,
      930.0,
      240.0,
      22.0
     ],
     "hint": "quantize: what play, changes of prompts and their blend, and recalls of scenes wait for; turn = that of the loop",
     "annotation": "quantize: what play, changes of prompts and their blend, and recalls of scenes wait for; turn = that of the loop",
     "items": [
      "off",
      ",",
      "beat",
      ",",
      "bar",
      ",",
      "turn"
     ],
     "presentation": 1,
     "presentation_rect": [
      752.0,
      415.0,
      240.0,
      37.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-122",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      920.0,
      240.0,
      22.0
     ],
     "text": "prepend /demond/quantize"
    }
   },
   {
    "box": {
     "id": "obj-123",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      950.0,
      240.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-124",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      1040.0,
      240.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-125",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2408.0,
      1020.0,
      157.0,
      22.0
     ],
     "text": "play",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      460.0,
      157.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-126",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1050.0,
      157.0,
      22.0
     ],
     "text": "/demond/play 1"
    }
   },
   {
    "box": {
     "id": "obj-127",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      1080.0,
      157.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-128",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2573.0,
      1020.0,
      157.0,
      22.0
     ],
     "text": "stop",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      173.0,
      460.0,
      157.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-129",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2573.0,
      1050.0,
      157.0,
      22.0
     ],
     "text": "/demond/stop 1"
    }
   },
   {
    "box": {
     "id": "obj-130",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2573.0,
      1080.0,
      157.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-131",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2739.0,
      1020.0,
      157.0,
      22.0
     ],
     "text": "restart",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      339.0,
      460.0,
      157.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-132",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2739.0,
      1050.0,
      157.0,
      22.0
     ],
     "text": "/demond/restart 1"
    }
   },
   {
    "box": {
     "id": "obj-133",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2739.0,
      1080.0,
      157.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-134",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2904.0,
      1020.0,
      157.0,
      22.0
     ],
     "text": "tap",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      460.0,
      157.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-135",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      1050.0,
      157.0,
      22.0
     ],
     "text": "/demond/tap 1"
    }
   },
   {
    "box": {
     "id": "obj-136",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      1080.0,
      157.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-137",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3069.0,
      1020.0,
      157.0,
      22.0
     ],
     "text": "undo",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      669.0,
      460.0,
      157.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-138",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3069.0,
      1050.0,
      157.0,
      22.0
     ],
     "text": "/demond/undo 1"
    }
   },
   {
    "box": {
     "id": "obj-139",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3069.0,
      1080.0,
      157.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-140",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3235.0,
      1020.0,
      157.0,
      22.0
     ],
     "text": "panic",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      835.0,
      460.0,
      157.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-141",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3235.0,
      1050.0,
      157.0,
      22.0
     ],
     "text": "/demond/panic 1"
    }
   },
   {
    "box": {
     "id": "obj-142",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3235.0,
      1080.0,
      157.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-143",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2408.0,
      1150.0,
      116.0,
      22.0
     ],
     "text": "seed 1",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      525.0,
      116.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-144",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1180.0,
      116.0,
      22.0
     ],
     "text": "/demond/seed 1"
    }
   },
   {
    "box": {
     "id": "obj-145",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      1210.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-146",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2532.0,
      1150.0,
      116.0,
      22.0
     ],
     "text": "seed 2",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      525.0,
      116.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-147",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      1180.0,
      116.0,
      22.0
     ],
     "text": "/demond/seed 2"
    }
   },
   {
    "box": {
     "id": "obj-148",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      1210.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-149",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2656.0,
      1150.0,
      116.0,
      22.0
     ],
     "text": "seed 3",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      525.0,
      116.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-150",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      1180.0,
      116.0,
      22.0
     ],
     "text": "/demond/seed 3"
    }
   },
   {
    "box": {
     "id": "obj-151",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      1210.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-152",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2780.0,
      1150.0,
      116.0,
      22.0
     ],
     "text": "seed 4",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      525.0,
      116.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-153",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      1180.0,
      116.0,
      22.0
     ],
     "text": "/demond/seed 4"
    }
   },
   {
    "box": {
     "id": "obj-154",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      1210.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-155",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2904.0,
      1150.0,
      116.0,
      22.0
     ],
     "text": "seed 5",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      525.0,
      116.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-156",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      1180.0,
      116.0,
      22.0
     ],
     "text": "/demond/seed 5"
    }
   },
   {
    "box": {
     "id": "obj-157",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      1210.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-158",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3028.0,
      1150.0,
      116.0,
      22.0
     ],
     "text": "seed 6",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      525.0,
      116.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-159",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      1180.0,
      116.0,
      22.0
     ],
     "text": "/demond/seed 6"
    }
   },
   {
    "box": {
     "id": "obj-160",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      1210.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-161",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3152.0,
      1150.0,
      116.0,
      22.0
     ],
     "text": "seed 7",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      525.0,
      116.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-162",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      1180.0,
      116.0,
      22.0
     ],
     "text": "/demond/seed 7"
    }
   },
   {
    "box": {
     "id": "obj-163",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      1210.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-164",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3276.0,
      1150.0,
      116.0,
      22.0
     ],
     "text": "seed 8",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      525.0,
      116.0,
      57.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-165",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      1180.0,
      116.0,
      22.0
     ],
     "text": "/demond/seed 8"
    }
   },
   {
    "box": {
     "id": "obj-166",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      1210.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-167",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      1280.0,
      1000.0,
      22.0
     ],
     "text": "Prompts and scenes",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      590.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-168",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      1356.0,
      240.0,
      22.0
     ],
     "text": "prompt/a",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      628.0,
      240.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-169",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      1396.0,
      240.0,
      22.0
     ],
     "hint": "prompt/a: what the music should be, text a; empty = not in use",
     "annotation": "prompt/a: what the music should be, text a; empty = not in use",
     "presentation": 1,
     "presentation_rect": [
      8.0,
      648.0,
      240.0,
      35.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-170",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1386.0,
      240.0,
      22.0
     ],
     "text": "prepend /demond/prompt/a"
    }
   },
   {
    "box": {
     "id": "obj-171",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      1416.0,
      240.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-172",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      1446.0,
      240.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-173",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1476.0,
      240.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-174",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1506.0,
      240.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-175",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      1356.0,
      240.0,
      22.0
     ],
     "text": "prompt/b",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      628.0,
      240.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-176",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2656.0,
      1396.0,
      240.0,
      22.0
     ],
     "hint": "prompt/b: what the music should be, text b; empty = not in use",
     "annotation": "prompt/b: what the music should be, text b; empty = not in use",
     "presentation": 1,
     "presentation_rect": [
      256.0,
      648.0,
      240.0,
      35.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-177",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      1386.0,
      240.0,
      22.0
     ],
     "text": "prepend /demond/prompt/b"
    }
   },
   {
    "box": {
     "id": "obj-178",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      1416.0,
      240.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-179",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2656.0,
      1446.0,
      240.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-180",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      1476.0,
      240.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-181",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      1506.0,
      240.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-182",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      1356.0,
      240.0,
      22.0
     ],
     "text": "prompt/c",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      628.0,
      240.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-183",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2904.0,
      1396.0,
      240.0,
      22.0
     ],
     "hint": "prompt/c: what the music should be, text c; empty = not in use",
     "annotation": "prompt/c: what the music should be, text c; empty = not in use",
     "presentation": 1,
     "presentation_rect": [
      504.0,
      648.0,
      240.0,
      35.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-184",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      1386.0,
      240.0,
      22.0
     ],
     "text": "prepend /demond/prompt/c"
    }
   },
   {
    "box": {
     "id": "obj-185",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      1416.0,
      240.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-186",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2904.0,
      1446.0,
      240.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-187",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      1476.0,
      240.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-188",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      1506.0,
      240.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-189",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      1356.0,
      240.0,
      22.0
     ],
     "text": "prompt/d",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      628.0,
      240.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-190",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3152.0,
      1396.0,
      240.0,
      22.0
     ],
     "hint": "prompt/d: what the music should be, text d; empty = not in use",
     "annotation": "prompt/d: what the music should be, text d; empty = not in use",
     "presentation": 1,
     "presentation_rect": [
      752.0,
      648.0,
      240.0,
      35.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-191",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      1386.0,
      240.0,
      22.0
     ],
     "text": "prepend /demond/prompt/d"
    }
   },
   {
    "box": {
     "id": "obj-192",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      1416.0,
      240.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-193",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3152.0,
      1446.0,
      240.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-194",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      1476.0,
      240.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-195",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      1506.0,
      240.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-196",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      1482.0,
      134.0,
      22.0
     ],
     "text": "blend",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      691.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-197",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1522.0,
      134.0,
      22.0
     ],
     "hint": "blend: from prompt a (0) to prompt b (1)",
     "annotation": "blend: from prompt a (0) to prompt b (1)",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      711.0,
      134.0,
      145.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-198",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1512.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/blend"
    }
   },
   {
    "box": {
     "id": "obj-199",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      1542.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-200",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1632.0,
      134.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-201",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2550.0,
      1482.0,
      134.0,
      22.0
     ],
     "text": "weight/a",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      150.0,
      691.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-202",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2550.0,
      1522.0,
      134.0,
      22.0
     ],
     "hint": "weight/a: weight of prompt a",
     "annotation": "weight/a: weight of prompt a",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      150.0,
      711.0,
      134.0,
      145.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-203",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2550.0,
      1512.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/weight/a"
    }
   },
   {
    "box": {
     "id": "obj-204",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2550.0,
      1542.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-205",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2550.0,
      1632.0,
      134.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-206",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2691.0,
      1482.0,
      134.0,
      22.0
     ],
     "text": "weight/b",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      291.0,
      691.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-207",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2691.0,
      1522.0,
      134.0,
      22.0
     ],
     "hint": "weight/b: weight of prompt b",
     "annotation": "weight/b: weight of prompt b",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      291.0,
      711.0,
      134.0,
      145.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-208",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2691.0,
      1512.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/weight/b"
    }
   },
   {
    "box": {
     "id": "obj-209",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2691.0,
      1542.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-210",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2691.0,
      1632.0,
      134.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-211",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2833.0,
      1482.0,
      134.0,
      22.0
     ],
     "text": "weight/c",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      433.0,
      691.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-212",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2833.0,
      1522.0,
      134.0,
      22.0
     ],
     "hint": "weight/c: weight of prompt c",
     "annotation": "weight/c: weight of prompt c",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      433.0,
      711.0,
      134.0,
      145.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-213",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2833.0,
      1512.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/weight/c"
    }
   },
   {
    "box": {
     "id": "obj-214",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2833.0,
      1542.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-215",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2833.0,
      1632.0,
      134.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-216",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2975.0,
      1482.0,
      134.0,
      22.0
     ],
     "text": "weight/d",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      575.0,
      691.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-217",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2975.0,
      1522.0,
      134.0,
      22.0
     ],
     "hint": "weight/d: weight of prompt d",
     "annotation": "weight/d: weight of prompt d",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      575.0,
      711.0,
      134.0,
      145.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-218",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2975.0,
      1512.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/weight/d"
    }
   },
   {
    "box": {
     "id": "obj-219",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2975.0,
      1542.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-220",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2975.0,
      1632.0,
      134.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-221",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3117.0,
      1482.0,
      134.0,
      22.0
     ],
     "text": "morph",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      717.0,
      691.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-222",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3117.0,
      1522.0,
      134.0,
      22.0
     ],
     "hint": "morph: from the first (0) to the second (1) of the two scenes that scene/morph names: numbers move, words switch in the middle, prompts cross over; what a hand moves is left alone until 0 or 1",
     "annotation": "morph: from the first (0) to the second (1) of the two scenes that scene/morph names: numbers move, words switch in the middle, prompts cross over; what a hand moves is left alone until 0 or 1",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      717.0,
      711.0,
      134.0,
      145.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-223",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3117.0,
      1512.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/morph"
    }
   },
   {
    "box": {
     "id": "obj-224",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3117.0,
      1542.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-225",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3117.0,
      1632.0,
      134.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-226",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3258.0,
      1482.0,
      134.0,
      22.0
     ],
     "text": "recall_time",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      858.0,
      691.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-227",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3258.0,
      1522.0,
      134.0,
      22.0
     ],
     "hint": "recall_time: the time of a recall of a scene that names none, as by a program change; 0 = at once",
     "annotation": "recall_time: the time of a recall of a scene that names none, as by a program change; 0 = at once",
     "size": 600,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      858.0,
      711.0,
      134.0,
      145.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-228",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3258.0,
      1512.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/recall_time"
    }
   },
   {
    "box": {
     "id": "obj-229",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3258.0,
      1542.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-230",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3258.0,
      1632.0,
      134.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-231",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2408.0,
      1828.0,
      116.0,
      22.0
     ],
     "text": "a: techno, 140 bpm",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      864.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-232",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1858.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/a \"techno, 140 bpm\""
    }
   },
   {
    "box": {
     "id": "obj-233",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      1888.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-234",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2532.0,
      1828.0,
      116.0,
      22.0
     ],
     "text": "a: slow warm dub techno",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      864.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-235",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      1858.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/a \"slow warm dub techno\""
    }
   },
   {
    "box": {
     "id": "obj-236",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      1888.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-237",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2656.0,
      1828.0,
      116.0,
      22.0
     ],
     "text": "a: house with a warm bass",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      864.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-238",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      1858.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/a \"house with a warm bass\""
    }
   },
   {
    "box": {
     "id": "obj-239",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      1888.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-240",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2780.0,
      1828.0,
      116.0,
      22.0
     ],
     "text": "a: drum and bass, fast",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      864.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-241",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      1858.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/a \"drum and bass, fast\""
    }
   },
   {
    "box": {
     "id": "obj-242",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      1888.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-243",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2904.0,
      1828.0,
      116.0,
      22.0
     ],
     "text": "a: ambient, strings, slow",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      864.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-244",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      1858.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/a \"ambient, strings, slow\""
    }
   },
   {
    "box": {
     "id": "obj-245",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      1888.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-246",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3028.0,
      1828.0,
      116.0,
      22.0
     ],
     "text": "a: solo piano, slow",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      864.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-247",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      1858.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/a \"solo piano, slow\""
    }
   },
   {
    "box": {
     "id": "obj-248",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      1888.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-249",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3152.0,
      1828.0,
      116.0,
      22.0
     ],
     "text": "a: jazz trio, swing",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      864.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-250",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      1858.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/a \"jazz trio, swing\""
    }
   },
   {
    "box": {
     "id": "obj-251",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      1888.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-252",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3276.0,
      1828.0,
      116.0,
      22.0
     ],
     "text": "a: bright bells",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      864.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-253",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      1858.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/a \"bright bells\""
    }
   },
   {
    "box": {
     "id": "obj-254",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      1888.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-255",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2408.0,
      1956.0,
      116.0,
      22.0
     ],
     "text": "b: techno, 140 bpm",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      928.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-256",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      1986.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/b \"techno, 140 bpm\""
    }
   },
   {
    "box": {
     "id": "obj-257",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      2016.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-258",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2532.0,
      1956.0,
      116.0,
      22.0
     ],
     "text": "b: slow warm dub techno",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      928.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-259",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      1986.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/b \"slow warm dub techno\""
    }
   },
   {
    "box": {
     "id": "obj-260",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      2016.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-261",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2656.0,
      1956.0,
      116.0,
      22.0
     ],
     "text": "b: house with a warm bass",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      928.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-262",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      1986.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/b \"house with a warm bass\""
    }
   },
   {
    "box": {
     "id": "obj-263",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      2016.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-264",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2780.0,
      1956.0,
      116.0,
      22.0
     ],
     "text": "b: drum and bass, fast",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      928.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-265",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      1986.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/b \"drum and bass, fast\""
    }
   },
   {
    "box": {
     "id": "obj-266",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      2016.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-267",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2904.0,
      1956.0,
      116.0,
      22.0
     ],
     "text": "b: ambient, strings, slow",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      928.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-268",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      1986.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/b \"ambient, strings, slow\""
    }
   },
   {
    "box": {
     "id": "obj-269",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      2016.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-270",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3028.0,
      1956.0,
      116.0,
      22.0
     ],
     "text": "b: solo piano, slow",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      928.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-271",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      1986.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/b \"solo piano, slow\""
    }
   },
   {
    "box": {
     "id": "obj-272",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      2016.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-273",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3152.0,
      1956.0,
      116.0,
      22.0
     ],
     "text": "b: jazz trio, swing",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      928.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-274",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      1986.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/b \"jazz trio, swing\""
    }
   },
   {
    "box": {
     "id": "obj-275",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      2016.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-276",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3276.0,
      1956.0,
      116.0,
      22.0
     ],
     "text": "b: bright bells",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      928.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-277",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      1986.0,
      116.0,
      22.0
     ],
     "text": "/demond/prompt/b \"bright bells\""
    }
   },
   {
    "box": {
     "id": "obj-278",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      2016.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-279",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2408.0,
      2082.0,
      116.0,
      22.0
     ],
     "text": "scene 1",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      991.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-280",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      2112.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/recall \"1\""
    }
   },
   {
    "box": {
     "id": "obj-281",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      2142.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-282",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2532.0,
      2082.0,
      116.0,
      22.0
     ],
     "text": "scene 2",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      991.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-283",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      2112.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/recall \"2\""
    }
   },
   {
    "box": {
     "id": "obj-284",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      2142.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-285",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2656.0,
      2082.0,
      116.0,
      22.0
     ],
     "text": "scene 3",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      991.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-286",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      2112.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/recall \"3\""
    }
   },
   {
    "box": {
     "id": "obj-287",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      2142.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-288",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2780.0,
      2082.0,
      116.0,
      22.0
     ],
     "text": "scene 4",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      991.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-289",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      2112.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/recall \"4\""
    }
   },
   {
    "box": {
     "id": "obj-290",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      2142.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-291",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2904.0,
      2082.0,
      116.0,
      22.0
     ],
     "text": "scene 5",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      991.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-292",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      2112.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/recall \"5\""
    }
   },
   {
    "box": {
     "id": "obj-293",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      2142.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-294",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3028.0,
      2082.0,
      116.0,
      22.0
     ],
     "text": "scene 6",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      991.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-295",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      2112.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/recall \"6\""
    }
   },
   {
    "box": {
     "id": "obj-296",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      2142.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-297",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3152.0,
      2082.0,
      116.0,
      22.0
     ],
     "text": "scene 7",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      991.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-298",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      2112.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/recall \"7\""
    }
   },
   {
    "box": {
     "id": "obj-299",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      2142.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-300",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3276.0,
      2082.0,
      116.0,
      22.0
     ],
     "text": "scene 8",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      991.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-301",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      2112.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/recall \"8\""
    }
   },
   {
    "box": {
     "id": "obj-302",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      2142.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-303",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2408.0,
      2208.0,
      116.0,
      22.0
     ],
     "text": "store 1",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1054.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-304",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      2238.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/store \"1\""
    }
   },
   {
    "box": {
     "id": "obj-305",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      2268.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-306",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2532.0,
      2208.0,
      116.0,
      22.0
     ],
     "text": "store 2",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      1054.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-307",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      2238.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/store \"2\""
    }
   },
   {
    "box": {
     "id": "obj-308",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      2268.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-309",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2656.0,
      2208.0,
      116.0,
      22.0
     ],
     "text": "store 3",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      1054.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-310",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      2238.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/store \"3\""
    }
   },
   {
    "box": {
     "id": "obj-311",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      2268.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-312",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2780.0,
      2208.0,
      116.0,
      22.0
     ],
     "text": "store 4",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      1054.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-313",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      2238.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/store \"4\""
    }
   },
   {
    "box": {
     "id": "obj-314",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      2268.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-315",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2904.0,
      2208.0,
      116.0,
      22.0
     ],
     "text": "store 5",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      1054.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-316",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      2238.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/store \"5\""
    }
   },
   {
    "box": {
     "id": "obj-317",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      2268.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-318",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3028.0,
      2208.0,
      116.0,
      22.0
     ],
     "text": "store 6",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      1054.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-319",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      2238.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/store \"6\""
    }
   },
   {
    "box": {
     "id": "obj-320",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      2268.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-321",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3152.0,
      2208.0,
      116.0,
      22.0
     ],
     "text": "store 7",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      1054.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-322",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      2238.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/store \"7\""
    }
   },
   {
    "box": {
     "id": "obj-323",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      2268.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-324",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3276.0,
      2208.0,
      116.0,
      22.0
     ],
     "text": "store 8",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      1054.0,
      116.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-325",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      2238.0,
      116.0,
      22.0
     ],
     "text": "/demond/scene/store \"8\""
    }
   },
   {
    "box": {
     "id": "obj-326",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      2268.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-327",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2408.0,
      2334.0,
      190.0,
      22.0
     ],
     "text": "cue/back",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1117.0,
      190.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-328",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      2364.0,
      190.0,
      22.0
     ],
     "text": "/demond/cue/back 1"
    }
   },
   {
    "box": {
     "id": "obj-329",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      2394.0,
      190.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-330",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2606.0,
      2334.0,
      190.0,
      22.0
     ],
     "text": "cue/go",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      206.0,
      1117.0,
      190.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-331",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2606.0,
      2364.0,
      190.0,
      22.0
     ],
     "text": "/demond/cue/go 1"
    }
   },
   {
    "box": {
     "id": "obj-332",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2606.0,
      2394.0,
      190.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-333",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2805.0,
      2334.0,
      190.0,
      22.0
     ],
     "text": "undo",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      405.0,
      1117.0,
      190.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-334",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2805.0,
      2364.0,
      190.0,
      22.0
     ],
     "text": "/demond/undo 1"
    }
   },
   {
    "box": {
     "id": "obj-335",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2805.0,
      2394.0,
      190.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-336",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3003.0,
      2334.0,
      389.0,
      22.0
     ],
     "text": "quantize",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      603.0,
      1117.0,
      389.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-337",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3003.0,
      2374.0,
      389.0,
      22.0
     ],
     "hint": "quantize: what play, changes of prompts and their blend, and recalls of scenes wait for; turn = that of the loop",
     "annotation": "quantize: what play, changes of prompts and their blend, and recalls of scenes wait for; turn = that of the loop",
     "items": [
      "off",
      ",",
      "beat",
      ",",
      "bar",
      ",",
      "turn"
     ],
     "presentation": 1,
     "presentation_rect": [
      603.0,
      1137.0,
      389.0,
      35.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-338",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3003.0,
      2364.0,
      389.0,
      22.0
     ],
     "text": "prepend /demond/quantize"
    }
   },
   {
    "box": {
     "id": "obj-339",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3003.0,
      2394.0,
      389.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-340",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3003.0,
      2484.0,
      389.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-341",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      2460.0,
      1000.0,
      22.0
     ],
     "text": "LoRAs and groups",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1180.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-342",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      2536.0,
      116.0,
      22.0
     ],
     "text": "LoRA 1",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1218.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-343",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      2576.0,
      116.0,
      22.0
     ],
     "hint": "LoRA 1: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "annotation": "LoRA 1: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "size": 1.0,
     "min": 0.0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1238.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-344",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      2566.0,
      116.0,
      22.0
     ],
     "text": "prepend /3/fader1"
    }
   },
   {
    "box": {
     "id": "obj-345",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      2596.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-346",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      2686.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-347",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      2536.0,
      116.0,
      22.0
     ],
     "text": "LoRA 2",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      1218.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-348",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      2576.0,
      116.0,
      22.0
     ],
     "hint": "LoRA 2: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "annotation": "LoRA 2: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "size": 1.0,
     "min": 0.0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      1238.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-349",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      2566.0,
      116.0,
      22.0
     ],
     "text": "prepend /3/fader2"
    }
   },
   {
    "box": {
     "id": "obj-350",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      2596.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-351",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      2686.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-352",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      2536.0,
      116.0,
      22.0
     ],
     "text": "LoRA 3",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      1218.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-353",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      2576.0,
      116.0,
      22.0
     ],
     "hint": "LoRA 3: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "annotation": "LoRA 3: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "size": 1.0,
     "min": 0.0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      1238.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-354",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      2566.0,
      116.0,
      22.0
     ],
     "text": "prepend /3/fader3"
    }
   },
   {
    "box": {
     "id": "obj-355",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      2596.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-356",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      2686.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-357",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      2536.0,
      116.0,
      22.0
     ],
     "text": "LoRA 4",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      1218.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-358",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      2576.0,
      116.0,
      22.0
     ],
     "hint": "LoRA 4: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "annotation": "LoRA 4: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "size": 1.0,
     "min": 0.0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      1238.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-359",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      2566.0,
      116.0,
      22.0
     ],
     "text": "prepend /3/fader4"
    }
   },
   {
    "box": {
     "id": "obj-360",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      2596.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-361",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      2686.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-362",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      2536.0,
      116.0,
      22.0
     ],
     "text": "LoRA 5",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      1218.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-363",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      2576.0,
      116.0,
      22.0
     ],
     "hint": "LoRA 5: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "annotation": "LoRA 5: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "size": 1.0,
     "min": 0.0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      1238.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-364",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      2566.0,
      116.0,
      22.0
     ],
     "text": "prepend /3/fader5"
    }
   },
   {
    "box": {
     "id": "obj-365",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      2596.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-366",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      2686.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-367",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      2536.0,
      116.0,
      22.0
     ],
     "text": "LoRA 6",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      1218.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-368",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      2576.0,
      116.0,
      22.0
     ],
     "hint": "LoRA 6: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "annotation": "LoRA 6: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "size": 1.0,
     "min": 0.0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      1238.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-369",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      2566.0,
      116.0,
      22.0
     ],
     "text": "prepend /3/fader6"
    }
   },
   {
    "box": {
     "id": "obj-370",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      2596.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-371",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      2686.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-372",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      2536.0,
      116.0,
      22.0
     ],
     "text": "LoRA 7",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      1218.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-373",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      2576.0,
      116.0,
      22.0
     ],
     "hint": "LoRA 7: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "annotation": "LoRA 7: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "size": 1.0,
     "min": 0.0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      1238.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-374",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      2566.0,
      116.0,
      22.0
     ],
     "text": "prepend /3/fader7"
    }
   },
   {
    "box": {
     "id": "obj-375",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      2596.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-376",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      2686.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-377",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      2536.0,
      116.0,
      22.0
     ],
     "text": "LoRA 8",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      1218.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-378",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      2576.0,
      116.0,
      22.0
     ],
     "hint": "LoRA 8: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "annotation": "LoRA 8: for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids",
     "size": 1.0,
     "min": 0.0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      1238.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-379",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      2566.0,
      116.0,
      22.0
     ],
     "text": "prepend /3/fader8"
    }
   },
   {
    "box": {
     "id": "obj-380",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      2596.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-381",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      2686.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-382",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      3004.0,
      116.0,
      22.0
     ],
     "text": "group/0",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1452.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-383",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3044.0,
      116.0,
      22.0
     ],
     "hint": "group/0: gain of the latent channels 0 to 7",
     "annotation": "group/0: gain of the latent channels 0 to 7",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1472.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-384",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3034.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/group/0"
    }
   },
   {
    "box": {
     "id": "obj-385",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      3064.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-386",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3154.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-387",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      3004.0,
      116.0,
      22.0
     ],
     "text": "group/1",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      1452.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-388",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      3044.0,
      116.0,
      22.0
     ],
     "hint": "group/1: gain of the latent channels 8 to 15",
     "annotation": "group/1: gain of the latent channels 8 to 15",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      1472.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-389",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      3034.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/group/1"
    }
   },
   {
    "box": {
     "id": "obj-390",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      3064.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-391",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      3154.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-392",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      3004.0,
      116.0,
      22.0
     ],
     "text": "group/2",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      1452.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-393",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      3044.0,
      116.0,
      22.0
     ],
     "hint": "group/2: gain of the latent channels 16 to 23",
     "annotation": "group/2: gain of the latent channels 16 to 23",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      1472.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-394",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      3034.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/group/2"
    }
   },
   {
    "box": {
     "id": "obj-395",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      3064.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-396",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      3154.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-397",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      3004.0,
      116.0,
      22.0
     ],
     "text": "group/3",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      1452.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-398",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      3044.0,
      116.0,
      22.0
     ],
     "hint": "group/3: gain of the latent channels 24 to 31",
     "annotation": "group/3: gain of the latent channels 24 to 31",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      1472.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-399",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      3034.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/group/3"
    }
   },
   {
    "box": {
     "id": "obj-400",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      3064.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-401",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      3154.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-402",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      3004.0,
      116.0,
      22.0
     ],
     "text": "group/4",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      1452.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-403",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      3044.0,
      116.0,
      22.0
     ],
     "hint": "group/4: gain of the latent channels 32 to 39",
     "annotation": "group/4: gain of the latent channels 32 to 39",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      1472.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-404",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      3034.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/group/4"
    }
   },
   {
    "box": {
     "id": "obj-405",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      3064.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-406",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      3154.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-407",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      3004.0,
      116.0,
      22.0
     ],
     "text": "group/5",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      1452.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-408",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      3044.0,
      116.0,
      22.0
     ],
     "hint": "group/5: gain of the latent channels 40 to 47",
     "annotation": "group/5: gain of the latent channels 40 to 47",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      1472.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-409",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      3034.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/group/5"
    }
   },
   {
    "box": {
     "id": "obj-410",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      3064.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-411",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      3154.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-412",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      3004.0,
      116.0,
      22.0
     ],
     "text": "group/6",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      1452.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-413",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      3044.0,
      116.0,
      22.0
     ],
     "hint": "group/6: gain of the latent channels 48 to 55",
     "annotation": "group/6: gain of the latent channels 48 to 55",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      1472.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-414",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      3034.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/group/6"
    }
   },
   {
    "box": {
     "id": "obj-415",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      3064.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-416",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      3154.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-417",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      3004.0,
      116.0,
      22.0
     ],
     "text": "group/7",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      1452.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-418",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      3044.0,
      116.0,
      22.0
     ],
     "hint": "group/7: gain of the latent channels 56 to 63",
     "annotation": "group/7: gain of the latent channels 56 to 63",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      1472.0,
      116.0,
      206.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-419",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      3034.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/group/7"
    }
   },
   {
    "box": {
     "id": "obj-420",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      3064.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-421",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      3154.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-422",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      3474.0,
      323.0,
      22.0
     ],
     "text": "lora_triggers",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1687.0,
      323.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-423",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "int"
     ],
     "patching_rect": [
      2408.0,
      3514.0,
      323.0,
      22.0
     ],
     "hint": "lora_triggers: put the trigger words of the LoRAs that sound before the prompts",
     "annotation": "lora_triggers: put the trigger words of the LoRAs that sound before the prompts",
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1707.0,
      323.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-424",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3504.0,
      323.0,
      22.0
     ],
     "text": "prepend /demond/lora_triggers"
    }
   },
   {
    "box": {
     "id": "obj-425",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      3534.0,
      323.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-426",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3624.0,
      323.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-427",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2739.0,
      3474.0,
      323.0,
      22.0
     ],
     "text": "freeze",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      339.0,
      1687.0,
      323.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-428",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "int"
     ],
     "patching_rect": [
      2739.0,
      3514.0,
      323.0,
      22.0
     ],
     "hint": "freeze: stop generating, keep sounding",
     "annotation": "freeze: stop generating, keep sounding",
     "presentation": 1,
     "presentation_rect": [
      339.0,
      1707.0,
      323.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-429",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2739.0,
      3504.0,
      323.0,
      22.0
     ],
     "text": "prepend /demond/freeze"
    }
   },
   {
    "box": {
     "id": "obj-430",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2739.0,
      3534.0,
      323.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-431",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2739.0,
      3624.0,
      323.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-432",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3069.0,
      3474.0,
      323.0,
      22.0
     ],
     "text": "mute",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      669.0,
      1687.0,
      323.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-433",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "int"
     ],
     "patching_rect": [
      3069.0,
      3514.0,
      323.0,
      22.0
     ],
     "hint": "mute: silence the output, keep everything running",
     "annotation": "mute: silence the output, keep everything running",
     "presentation": 1,
     "presentation_rect": [
      669.0,
      1707.0,
      323.0,
      55.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-434",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3069.0,
      3504.0,
      323.0,
      22.0
     ],
     "text": "prepend /demond/mute"
    }
   },
   {
    "box": {
     "id": "obj-435",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3069.0,
      3534.0,
      323.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-436",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3069.0,
      3624.0,
      323.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-437",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      3640.0,
      1000.0,
      22.0
     ],
     "text": "More 1",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1770.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-438",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      3716.0,
      134.0,
      22.0
     ],
     "text": "denoise_quantize",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1808.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-439",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      3756.0,
      134.0,
      22.0
     ],
     "hint": "denoise_quantize: schedule start: every denoise value counts, or the reference's coarse grid",
     "annotation": "denoise_quantize: schedule start: every denoise value counts, or the reference's coarse grid",
     "items": [
      "continuous",
      ",",
      "reference"
     ],
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1828.0,
      134.0,
      32.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-440",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3746.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/denoise_quantize"
    }
   },
   {
    "box": {
     "id": "obj-441",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      3776.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-442",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3866.0,
      134.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-443",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2550.0,
      3716.0,
      134.0,
      22.0
     ],
     "text": "dcw_mode",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      150.0,
      1808.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-444",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2550.0,
      3756.0,
      134.0,
      22.0
     ],
     "hint": "dcw_mode: which bands the wavelet correction touches",
     "annotation": "dcw_mode: which bands the wavelet correction touches",
     "items": [
      "low",
      ",",
      "high",
      ",",
      "double",
      ",",
      "pix"
     ],
     "presentation": 1,
     "presentation_rect": [
      150.0,
      1828.0,
      134.0,
      32.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-445",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2550.0,
      3746.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/dcw_mode"
    }
   },
   {
    "box": {
     "id": "obj-446",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2550.0,
      3776.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-447",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2550.0,
      3866.0,
      134.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-448",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2691.0,
      3716.0,
      134.0,
      22.0
     ],
     "text": "dcw_wavelet",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      291.0,
      1808.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-449",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2691.0,
      3756.0,
      134.0,
      22.0
     ],
     "hint": "dcw_wavelet: orthogonal wavelet of the correction",
     "annotation": "dcw_wavelet: orthogonal wavelet of the correction",
     "items": [
      "haar",
      ",",
      "db1",
      ",",
      "db2",
      ",",
      "db3",
      ",",
      "db4",
      ",",
      "db5",
      ",",
      "db6",
      ",",
      "db7",
      ",",
      "db8",
      ",",
      "db9",
      ",",
      "db10",
      ",",
      "db11",
      ",",
      "db12",
      ",",
      "db13",
      ",",
      "db14",
      ",",
      "db15",
      ",",
      "db16",
      ",",
      "db17",
      ",",
      "db18",
      ",",
      "db19",
      ",",
      "db20",
      ",",
      "db21",
      ",",
      "db22",
      ",",
      "db23",
      ",",
      "db24",
      ",",
      "db25",
      ",",
      "db26",
      ",",
      "db27",
      ",",
      "db28",
      ",",
      "db29",
      ",",
      "db30",
      ",",
      "db31",
      ",",
      "db32",
      ",",
      "db33",
      ",",
      "db34",
      ",",
      "db35",
      ",",
      "db36",
      ",",
      "db37",
      ",",
      "db38",
      ",",
      "sym2",
      ",",
      "sym3",
      ",",
      "sym4",
      ",",
      "sym5",
      ",",
      "sym6",
      ",",
      "sym7",
      ",",
      "sym8",
      ",",
      "sym9",
      ",",
      "sym10",
      ",",
      "sym11",
      ",",
      "sym12",
      ",",
      "sym13",
      ",",
      "sym14",
      ",",
      "sym15",
      ",",
      "sym16",
      ",",
      "sym17",
      ",",
      "sym18",
      ",",
      "sym19",
      ",",
      "sym20",
      ",",
      "coif1",
      ",",
      "coif2",
      ",",
      "coif3",
      ",",
      "coif4",
      ",",
      "coif5",
      ",",
      "coif6",
      ",",
      "coif7",
      ",",
      "coif8",
      ",",
      "coif9",
      ",",
      "coif10",
      ",",
      "coif11",
      ",",
      "coif12",
      ",",
      "coif13",
      ",",
      "coif14",
      ",",
      "coif15",
      ",",
      "coif16",
      ",",
      "coif17",
      ",",
      "dmey"
     ],
     "presentation": 1,
     "presentation_rect": [
      291.0,
      1828.0,
      134.0,
      32.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-450",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2691.0,
      3746.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/dcw_wavelet"
    }
   },
   {
    "box": {
     "id": "obj-451",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2691.0,
      3776.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-452",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2691.0,
      3866.0,
      134.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-453",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2833.0,
      3716.0,
      134.0,
      22.0
     ],
     "text": "blend_mode",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      433.0,
      1808.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-454",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2833.0,
      3756.0,
      134.0,
      22.0
     ],
     "hint": "blend_mode: mix what prompts lead to, one pass each, or their token states, one pass for all; weights along the loop and parts of the steps always mix velocities",
     "annotation": "blend_mode: mix what prompts lead to, one pass each, or their token states, one pass for all; weights along the loop and parts of the steps always mix velocities",
     "items": [
      "velocity",
      ",",
      "tokens"
     ],
     "presentation": 1,
     "presentation_rect": [
      433.0,
      1828.0,
      134.0,
      32.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-455",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2833.0,
      3746.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/blend_mode"
    }
   },
   {
    "box": {
     "id": "obj-456",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2833.0,
      3776.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-457",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2833.0,
      3866.0,
      134.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-458",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2975.0,
      3716.0,
      134.0,
      22.0
     ],
     "text": "time_signature",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      575.0,
      1808.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-459",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2975.0,
      3756.0,
      134.0,
      22.0
     ],
     "hint": "time_signature: beats in a bar told to the model",
     "annotation": "time_signature: beats in a bar told to the model",
     "items": [
      "2",
      ",",
      "3",
      ",",
      "4",
      ",",
      "6"
     ],
     "presentation": 1,
     "presentation_rect": [
      575.0,
      1828.0,
      134.0,
      32.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-460",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2975.0,
      3746.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/time_signature"
    }
   },
   {
    "box": {
     "id": "obj-461",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2975.0,
      3776.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-462",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2975.0,
      3866.0,
      134.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-463",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3117.0,
      3716.0,
      134.0,
      22.0
     ],
     "text": "loop_unit",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      717.0,
      1808.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-464",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3117.0,
      3756.0,
      134.0,
      22.0
     ],
     "hint": "loop_unit: what loop_start and loop_end count, beats by bpm",
     "annotation": "loop_unit: what loop_start and loop_end count, beats by bpm",
     "items": [
      "seconds",
      ",",
      "beats"
     ],
     "presentation": 1,
     "presentation_rect": [
      717.0,
      1828.0,
      134.0,
      32.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-465",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3117.0,
      3746.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/loop_unit"
    }
   },
   {
    "box": {
     "id": "obj-466",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3117.0,
      3776.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-467",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3117.0,
      3866.0,
      134.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-468",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3258.0,
      3716.0,
      134.0,
      22.0
     ],
     "text": "sync",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      858.0,
      1808.0,
      134.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-469",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3258.0,
      3756.0,
      134.0,
      22.0
     ],
     "hint": "sync: who leads the beat: nobody (bpm does), MIDI clock of any port, or Ableton Link",
     "annotation": "sync: who leads the beat: nobody (bpm does), MIDI clock of any port, or Ableton Link",
     "items": [
      "off",
      ",",
      "midi",
      ",",
      "link"
     ],
     "presentation": 1,
     "presentation_rect": [
      858.0,
      1828.0,
      134.0,
      32.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-470",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3258.0,
      3746.0,
      134.0,
      22.0
     ],
     "text": "prepend /demond/sync"
    }
   },
   {
    "box": {
     "id": "obj-471",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3258.0,
      3776.0,
      134.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-472",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3258.0,
      3866.0,
      134.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-473",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      3836.0,
      116.0,
      22.0
     ],
     "text": "initial_noise",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1868.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-474",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3876.0,
      116.0,
      22.0
     ],
     "hint": "initial_noise: starting mix of noise (1) and source (0) along time; none = by denoise",
     "annotation": "initial_noise: starting mix of noise (1) and source (0) along time; none = by denoise",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      1888.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-475",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3866.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/initial_noise"
    }
   },
   {
    "box": {
     "id": "obj-476",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      3896.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-477",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      3986.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-478",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      3836.0,
      116.0,
      22.0
     ],
     "text": "x0_gate",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      1868.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-479",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      3876.0,
      116.0,
      22.0
     ],
     "hint": "x0_gate: part of the steps before x0_target acts; above 0 both count from the next admission on",
     "annotation": "x0_gate: part of the steps before x0_target acts; above 0 both count from the next admission on",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      1888.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-480",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      3866.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/x0_gate"
    }
   },
   {
    "box": {
     "id": "obj-481",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      3896.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-482",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      3986.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-483",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      3836.0,
      116.0,
      22.0
     ],
     "text": "cfg_rescale",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      1868.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-484",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      3876.0,
      116.0,
      22.0
     ],
     "hint": "cfg_rescale: keep the velocity's size under guidance",
     "annotation": "cfg_rescale: keep the velocity's size under guidance",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      1888.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-485",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      3866.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/cfg_rescale"
    }
   },
   {
    "box": {
     "id": "obj-486",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      3896.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-487",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      3986.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-488",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      3836.0,
      116.0,
      22.0
     ],
     "text": "apg_momentum",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      1868.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-489",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      3876.0,
      116.0,
      22.0
     ],
     "hint": "apg_momentum: momentum of the guidance direction over the steps",
     "annotation": "apg_momentum: momentum of the guidance direction over the steps",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      1888.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-490",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      3866.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/apg_momentum"
    }
   },
   {
    "box": {
     "id": "obj-491",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      3896.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-492",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      3986.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-493",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      3836.0,
      116.0,
      22.0
     ],
     "text": "dcw_low",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      1868.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-494",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      3876.0,
      116.0,
      22.0
     ],
     "hint": "dcw_low: strength of the correction in the low band, and in mode pix",
     "annotation": "dcw_low: strength of the correction in the low band, and in mode pix",
     "size": 0.5,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      1888.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-495",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      3866.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/dcw_low"
    }
   },
   {
    "box": {
     "id": "obj-496",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      3896.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-497",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      3986.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-498",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      3836.0,
      116.0,
      22.0
     ],
     "text": "dcw_high",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      1868.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-499",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      3876.0,
      116.0,
      22.0
     ],
     "hint": "dcw_high: strength of the correction in the high band",
     "annotation": "dcw_high: strength of the correction in the high band",
     "size": 0.5,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      1888.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-500",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      3866.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/dcw_high"
    }
   },
   {
    "box": {
     "id": "obj-501",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      3896.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-502",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      3986.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-503",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      3836.0,
      116.0,
      22.0
     ],
     "text": "dcw_mult",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      1868.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-504",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      3876.0,
      116.0,
      22.0
     ],
     "hint": "dcw_mult: correct by adding (0) or, in proportion to what is there, by scaling (1)",
     "annotation": "dcw_mult: correct by adding (0) or, in proportion to what is there, by scaling (1)",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      1888.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-505",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      3866.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/dcw_mult"
    }
   },
   {
    "box": {
     "id": "obj-506",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      3896.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-507",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      3986.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-508",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      3836.0,
      116.0,
      22.0
     ],
     "text": "dcw_phase",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      1868.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-509",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      3876.0,
      116.0,
      22.0
     ],
     "hint": "dcw_phase: correct samples of the bands (0), or their magnitude and phase (1)",
     "annotation": "dcw_phase: correct samples of the bands (0), or their magnitude and phase (1)",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      1888.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-510",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      3866.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/dcw_phase"
    }
   },
   {
    "box": {
     "id": "obj-511",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      3896.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-512",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      3986.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-513",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      4164.0,
      116.0,
      22.0
     ],
     "text": "dcw_threshold",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2032.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-514",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      4204.0,
      116.0,
      22.0
     ],
     "hint": "dcw_threshold: leave differences up to this size uncorrected",
     "annotation": "dcw_threshold: leave differences up to this size uncorrected",
     "size": 0.3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2052.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-515",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      4194.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/dcw_threshold"
    }
   },
   {
    "box": {
     "id": "obj-516",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      4224.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-517",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      4314.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-518",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      4164.0,
      116.0,
      22.0
     ],
     "text": "structure_blend",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      2032.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-519",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      4204.0,
      116.0,
      22.0
     ],
     "hint": "structure_blend: from the structure of the source or plan (0) to that of the structure reference (1)",
     "annotation": "structure_blend: from the structure of the source or plan (0) to that of the structure reference (1)",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      2052.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-520",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      4194.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/structure_blend"
    }
   },
   {
    "box": {
     "id": "obj-521",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      4224.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-522",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      4314.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-523",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      4164.0,
      116.0,
      22.0
     ],
     "text": "feedback_tap",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      2032.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-524",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      4204.0,
      116.0,
      22.0
     ],
     "hint": "feedback_tap: which one is fed back: 1 = the one that finished last",
     "annotation": "feedback_tap: which one is fed back: 1 = the one that finished last",
     "size": 7,
     "min": 1,
     "floatoutput": 0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      2052.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-525",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      4194.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/feedback_tap"
    }
   },
   {
    "box": {
     "id": "obj-526",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      4224.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-527",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      4314.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-528",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      4164.0,
      116.0,
      22.0
     ],
     "text": "repaint_start",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      2032.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-529",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      4204.0,
      116.0,
      22.0
     ],
     "hint": "repaint_start: start of the only region of the source to generate anew; start and end 0 = everywhere",
     "annotation": "repaint_start: start of the only region of the source to generate anew; start and end 0 = everywhere",
     "size": 600,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      2052.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-530",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      4194.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/repaint_start"
    }
   },
   {
    "box": {
     "id": "obj-531",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      4224.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-532",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      4314.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-533",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      4164.0,
      116.0,
      22.0
     ],
     "text": "repaint_end",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      2032.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-534",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      4204.0,
      116.0,
      22.0
     ],
     "hint": "repaint_end: end of the region to generate anew",
     "annotation": "repaint_end: end of the region to generate anew",
     "size": 600,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      2052.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-535",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      4194.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/repaint_end"
    }
   },
   {
    "box": {
     "id": "obj-536",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      4224.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-537",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      4314.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-538",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      4164.0,
      116.0,
      22.0
     ],
     "text": "length",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      2032.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-539",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      4204.0,
      116.0,
      22.0
     ],
     "hint": "length: length of the loop without a source",
     "annotation": "length: length of the loop without a source",
     "size": 58,
     "min": 2,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      2052.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-540",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      4194.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/length"
    }
   },
   {
    "box": {
     "id": "obj-541",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      4224.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-542",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      4314.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-543",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      4164.0,
      116.0,
      22.0
     ],
     "text": "context",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      2032.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-544",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      4204.0,
      116.0,
      22.0
     ],
     "hint": "context: how much of the song the decoder sees around the playhead; 0 = as much, up to 60 s, as lets a knob be heard in 150 ms; where nothing does: all of it, or 15 s where it is longer than 60 s",
     "annotation": "context: how much of the song the decoder sees around the playhead; 0 = as much, up to 60 s, as lets a knob be heard in 150 ms; where nothing does: all of it, or 15 s where it is longer than 60 s",
     "size": 600,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      2052.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-545",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      4194.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/context"
    }
   },
   {
    "box": {
     "id": "obj-546",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      4224.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-547",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      4314.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-548",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      4164.0,
      116.0,
      22.0
     ],
     "text": "loop_start",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      2032.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-549",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      4204.0,
      116.0,
      22.0
     ],
     "hint": "loop_start: start of the part that loops; start and end 0 = all of it",
     "annotation": "loop_start: start of the part that loops; start and end 0 = all of it",
     "size": 600,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      2052.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-550",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      4194.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/loop_start"
    }
   },
   {
    "box": {
     "id": "obj-551",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      4224.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-552",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      4314.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-553",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      4492.0,
      116.0,
      22.0
     ],
     "text": "loop_end",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2196.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-554",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      4532.0,
      116.0,
      22.0
     ],
     "hint": "loop_end: end of the part that loops",
     "annotation": "loop_end: end of the part that loops",
     "size": 600,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2216.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-555",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      4522.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/loop_end"
    }
   },
   {
    "box": {
     "id": "obj-556",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      4552.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-557",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      4642.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-558",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      4492.0,
      116.0,
      22.0
     ],
     "text": "window",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      2196.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-559",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      4532.0,
      116.0,
      22.0
     ],
     "hint": "window: seconds decoded at a time",
     "annotation": "window: seconds decoded at a time",
     "size": 9.8,
     "min": 0.2,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      2216.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-560",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      4522.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/window"
    }
   },
   {
    "box": {
     "id": "obj-561",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      4552.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-562",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      4642.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-563",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      4492.0,
      116.0,
      22.0
     ],
     "text": "lead",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      2196.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-564",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      4532.0,
      116.0,
      22.0
     ],
     "hint": "lead: how far ahead of the playhead to decode; 0 = from measured times",
     "annotation": "lead: how far ahead of the playhead to decode; 0 = from measured times",
     "size": 10,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      2216.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-565",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      4522.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/lead"
    }
   },
   {
    "box": {
     "id": "obj-566",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      4552.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-567",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      4642.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-568",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      4492.0,
      116.0,
      22.0
     ],
     "text": "crossfade",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      2196.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-569",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      4532.0,
      116.0,
      22.0
     ],
     "hint": "crossfade: crossfade between decoded windows",
     "annotation": "crossfade: crossfade between decoded windows",
     "size": 0.198,
     "min": 0.002,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      2216.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-570",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      4522.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/crossfade"
    }
   },
   {
    "box": {
     "id": "obj-571",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      4552.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-572",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      4642.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-573",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      4492.0,
      116.0,
      22.0
     ],
     "text": "ceiling",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      2196.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-574",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      4532.0,
      116.0,
      22.0
     ],
     "hint": "ceiling: ceiling of the limiter",
     "annotation": "ceiling: ceiling of the limiter",
     "size": 24,
     "min": -24,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      2216.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-575",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      4522.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/ceiling"
    }
   },
   {
    "box": {
     "id": "obj-576",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      4552.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-577",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      4642.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-578",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      4492.0,
      116.0,
      22.0
     ],
     "text": "prompt_start/a",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      2196.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-579",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      4532.0,
      116.0,
      22.0
     ],
     "hint": "prompt_start/a: part of the steps before prompt a acts",
     "annotation": "prompt_start/a: part of the steps before prompt a acts",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      2216.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-580",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      4522.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/prompt_start/a"
    }
   },
   {
    "box": {
     "id": "obj-581",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      4552.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-582",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      4642.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-583",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      4492.0,
      116.0,
      22.0
     ],
     "text": "prompt_start/b",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      2196.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-584",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      4532.0,
      116.0,
      22.0
     ],
     "hint": "prompt_start/b: part of the steps before prompt b acts",
     "annotation": "prompt_start/b: part of the steps before prompt b acts",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      2216.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-585",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      4522.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/prompt_start/b"
    }
   },
   {
    "box": {
     "id": "obj-586",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      4552.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-587",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      4642.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-588",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      4492.0,
      116.0,
      22.0
     ],
     "text": "prompt_start/c",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      2196.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-589",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      4532.0,
      116.0,
      22.0
     ],
     "hint": "prompt_start/c: part of the steps before prompt c acts",
     "annotation": "prompt_start/c: part of the steps before prompt c acts",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      2216.0,
      116.0,
      136.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-590",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      4522.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/prompt_start/c"
    }
   },
   {
    "box": {
     "id": "obj-591",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      4552.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-592",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      4642.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-593",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      4820.0,
      1000.0,
      22.0
     ],
     "text": "More 2",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2360.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-594",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      4896.0,
      190.0,
      22.0
     ],
     "text": "prompt_start/d",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2398.0,
      190.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-595",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      4936.0,
      190.0,
      22.0
     ],
     "hint": "prompt_start/d: part of the steps before prompt d acts",
     "annotation": "prompt_start/d: part of the steps before prompt d acts",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2418.0,
      190.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-596",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      4926.0,
      190.0,
      22.0
     ],
     "text": "prepend /demond/prompt_start/d"
    }
   },
   {
    "box": {
     "id": "obj-597",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      4956.0,
      190.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-598",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      5046.0,
      190.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-599",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2606.0,
      4896.0,
      190.0,
      22.0
     ],
     "text": "prompt_end/a",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      206.0,
      2398.0,
      190.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-600",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2606.0,
      4936.0,
      190.0,
      22.0
     ],
     "hint": "prompt_end/a: part of the steps after which prompt a no longer acts",
     "annotation": "prompt_end/a: part of the steps after which prompt a no longer acts",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      206.0,
      2418.0,
      190.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-601",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2606.0,
      4926.0,
      190.0,
      22.0
     ],
     "text": "prepend /demond/prompt_end/a"
    }
   },
   {
    "box": {
     "id": "obj-602",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2606.0,
      4956.0,
      190.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-603",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2606.0,
      5046.0,
      190.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-604",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2805.0,
      4896.0,
      190.0,
      22.0
     ],
     "text": "prompt_end/b",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      405.0,
      2398.0,
      190.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-605",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2805.0,
      4936.0,
      190.0,
      22.0
     ],
     "hint": "prompt_end/b: part of the steps after which prompt b no longer acts",
     "annotation": "prompt_end/b: part of the steps after which prompt b no longer acts",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      405.0,
      2418.0,
      190.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-606",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2805.0,
      4926.0,
      190.0,
      22.0
     ],
     "text": "prepend /demond/prompt_end/b"
    }
   },
   {
    "box": {
     "id": "obj-607",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2805.0,
      4956.0,
      190.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-608",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2805.0,
      5046.0,
      190.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-609",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3003.0,
      4896.0,
      190.0,
      22.0
     ],
     "text": "prompt_end/c",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      603.0,
      2398.0,
      190.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-610",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3003.0,
      4936.0,
      190.0,
      22.0
     ],
     "hint": "prompt_end/c: part of the steps after which prompt c no longer acts",
     "annotation": "prompt_end/c: part of the steps after which prompt c no longer acts",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      603.0,
      2418.0,
      190.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-611",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3003.0,
      4926.0,
      190.0,
      22.0
     ],
     "text": "prepend /demond/prompt_end/c"
    }
   },
   {
    "box": {
     "id": "obj-612",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3003.0,
      4956.0,
      190.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-613",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3003.0,
      5046.0,
      190.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-614",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3202.0,
      4896.0,
      190.0,
      22.0
     ],
     "text": "prompt_end/d",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      802.0,
      2398.0,
      190.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-615",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3202.0,
      4936.0,
      190.0,
      22.0
     ],
     "hint": "prompt_end/d: part of the steps after which prompt d no longer acts",
     "annotation": "prompt_end/d: part of the steps after which prompt d no longer acts",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      802.0,
      2418.0,
      190.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-616",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3202.0,
      4926.0,
      190.0,
      22.0
     ],
     "text": "prepend /demond/prompt_end/d"
    }
   },
   {
    "box": {
     "id": "obj-617",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3202.0,
      4956.0,
      190.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-618",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3202.0,
      5046.0,
      190.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-619",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      5358.0,
      116.0,
      22.0
     ],
     "text": "negative_prompt",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2629.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-620",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      5398.0,
      116.0,
      22.0
     ],
     "hint": "negative_prompt: what guidance leads away from",
     "annotation": "negative_prompt: what guidance leads away from",
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2649.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-621",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      5388.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/negative_prompt"
    }
   },
   {
    "box": {
     "id": "obj-622",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      5418.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-623",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      5448.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-624",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      5478.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-625",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      5508.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-626",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      5358.0,
      116.0,
      22.0
     ],
     "text": "lyrics",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      2629.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-627",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2532.0,
      5398.0,
      116.0,
      22.0
     ],
     "hint": "lyrics: words to sing",
     "annotation": "lyrics: words to sing",
     "presentation": 1,
     "presentation_rect": [
      132.0,
      2649.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-628",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      5388.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/lyrics"
    }
   },
   {
    "box": {
     "id": "obj-629",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      5418.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-630",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2532.0,
      5448.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-631",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      5478.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-632",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      5508.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-633",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      5358.0,
      116.0,
      22.0
     ],
     "text": "key",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      2629.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-634",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2656.0,
      5398.0,
      116.0,
      22.0
     ],
     "hint": "key: key told to the model, e.g. \"A minor\"; empty = what prompts say, or free",
     "annotation": "key: key told to the model, e.g. \"A minor\"; empty = what prompts say, or free",
     "presentation": 1,
     "presentation_rect": [
      256.0,
      2649.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-635",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      5388.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/key"
    }
   },
   {
    "box": {
     "id": "obj-636",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      5418.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-637",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2656.0,
      5448.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-638",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      5478.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-639",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      5508.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-640",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      5358.0,
      116.0,
      22.0
     ],
     "text": "language",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      2629.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-641",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2780.0,
      5398.0,
      116.0,
      22.0
     ],
     "hint": "language: language of the lyrics, e.g. \"en\"",
     "annotation": "language: language of the lyrics, e.g. \"en\"",
     "presentation": 1,
     "presentation_rect": [
      380.0,
      2649.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-642",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      5388.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/language"
    }
   },
   {
    "box": {
     "id": "obj-643",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      5418.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-644",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2780.0,
      5448.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-645",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      5478.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-646",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      5508.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-647",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      5358.0,
      116.0,
      22.0
     ],
     "text": "model",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      2629.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-648",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2904.0,
      5398.0,
      116.0,
      22.0
     ],
     "hint": "model: the model that makes the music: pocket, turbo and other names, a checkpoint folder or a hub id, or none = what the configuration says",
     "annotation": "model: the model that makes the music: pocket, turbo and other names, a checkpoint folder or a hub id, or none = what the configuration says",
     "presentation": 1,
     "presentation_rect": [
      504.0,
      2649.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-649",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      5388.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/model"
    }
   },
   {
    "box": {
     "id": "obj-650",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      5418.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-651",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2904.0,
      5448.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-652",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      5478.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-653",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      5508.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-654",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      5358.0,
      116.0,
      22.0
     ],
     "text": "source",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      2629.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-655",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3028.0,
      5398.0,
      116.0,
      22.0
     ],
     "hint": "source: audio to play on: a file, a name in the folders sources or recordings of the saved state, latent:NAME, or none = music from the prompts alone",
     "annotation": "source: audio to play on: a file, a name in the folders sources or recordings of the saved state, latent:NAME, or none = music from the prompts alone",
     "presentation": 1,
     "presentation_rect": [
      628.0,
      2649.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-656",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      5388.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/source"
    }
   },
   {
    "box": {
     "id": "obj-657",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      5418.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-658",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3028.0,
      5448.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-659",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      5478.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-660",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      5508.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-661",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      5358.0,
      116.0,
      22.0
     ],
     "text": "timbre",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      2629.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-662",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3152.0,
      5398.0,
      116.0,
      22.0
     ],
     "hint": "timbre: audio that the music should sound like, named as a source is, or none",
     "annotation": "timbre: audio that the music should sound like, named as a source is, or none",
     "presentation": 1,
     "presentation_rect": [
      752.0,
      2649.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-663",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      5388.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/timbre"
    }
   },
   {
    "box": {
     "id": "obj-664",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      5418.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-665",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3152.0,
      5448.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-666",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      5478.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-667",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      5508.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-668",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      5358.0,
      116.0,
      22.0
     ],
     "text": "structure",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      2629.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-669",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3276.0,
      5398.0,
      116.0,
      22.0
     ],
     "hint": "structure: audio whose structure is followed in place of the source's or the plan's, named as a source is and repeated or cut to the length of the loop, or none",
     "annotation": "structure: audio whose structure is followed in place of the source's or the plan's, named as a source is and repeated or cut to the length of the loop, or none",
     "presentation": 1,
     "presentation_rect": [
      876.0,
      2649.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-670",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      5388.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/structure"
    }
   },
   {
    "box": {
     "id": "obj-671",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      5418.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-672",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3276.0,
      5448.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-673",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      5478.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-674",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      5508.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-675",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      5522.0,
      984.0,
      22.0
     ],
     "text": "target",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2711.0,
      984.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-676",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      5562.0,
      984.0,
      22.0
     ],
     "hint": "target: what x0_target pulls towards: audio named as a source is, or none = the source itself",
     "annotation": "target: what x0_target pulls towards: audio named as a source is, or none = the source itself",
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2731.0,
      984.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-677",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      5552.0,
      984.0,
      22.0
     ],
     "text": "prepend /demond/target"
    }
   },
   {
    "box": {
     "id": "obj-678",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      5582.0,
      984.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-679",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      5612.0,
      984.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-680",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      5642.0,
      984.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-681",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      5672.0,
      984.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-682",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      5686.0,
      984.0,
      22.0
     ],
     "text": "follow_source",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2793.0,
      984.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-683",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "int"
     ],
     "patching_rect": [
      2408.0,
      5726.0,
      984.0,
      22.0
     ],
     "hint": "follow_source: take tempo and key of every source that comes in for bpm and key, where they are clear, until it goes",
     "annotation": "follow_source: take tempo and key of every source that comes in for bpm and key, where they are clear, until it goes",
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2813.0,
      984.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-684",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      5716.0,
      984.0,
      22.0
     ],
     "text": "prepend /demond/follow_source"
    }
   },
   {
    "box": {
     "id": "obj-685",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      5746.0,
      984.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-686",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      5836.0,
      984.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-687",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      6000.0,
      1000.0,
      22.0
     ],
     "text": "More 3",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2950.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-688",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2408.0,
      6076.0,
      323.0,
      22.0
     ],
     "text": "save",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      2988.0,
      323.0,
      78.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-689",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      6106.0,
      323.0,
      22.0
     ],
     "text": "/demond/save 1"
    }
   },
   {
    "box": {
     "id": "obj-690",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      6136.0,
      323.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-691",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2739.0,
      6076.0,
      323.0,
      22.0
     ],
     "text": "reload",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      339.0,
      2988.0,
      323.0,
      78.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-692",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2739.0,
      6106.0,
      323.0,
      22.0
     ],
     "text": "/demond/reload 1"
    }
   },
   {
    "box": {
     "id": "obj-693",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2739.0,
      6136.0,
      323.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-694",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      3069.0,
      6076.0,
      323.0,
      22.0
     ],
     "text": "midi/refresh",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      669.0,
      2988.0,
      323.0,
      78.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-695",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3069.0,
      6106.0,
      323.0,
      22.0
     ],
     "text": "/demond/midi/refresh 1"
    }
   },
   {
    "box": {
     "id": "obj-696",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3069.0,
      6136.0,
      323.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-697",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      7180.0,
      1000.0,
      22.0
     ],
     "text": "Channel 1",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      3540.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-698",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      7256.0,
      116.0,
      22.0
     ],
     "text": "channel/0",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      3578.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-699",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      7296.0,
      116.0,
      22.0
     ],
     "hint": "channel/0: gain of latent channel 0, times that of its group",
     "annotation": "channel/0: gain of latent channel 0, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      3598.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-700",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      7286.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/0"
    }
   },
   {
    "box": {
     "id": "obj-701",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      7316.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-702",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      7406.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-703",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      7256.0,
      116.0,
      22.0
     ],
     "text": "channel/1",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      3578.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-704",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      7296.0,
      116.0,
      22.0
     ],
     "hint": "channel/1: gain of latent channel 1, times that of its group",
     "annotation": "channel/1: gain of latent channel 1, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      3598.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-705",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      7286.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/1"
    }
   },
   {
    "box": {
     "id": "obj-706",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      7316.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-707",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      7406.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-708",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      7256.0,
      116.0,
      22.0
     ],
     "text": "channel/2",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      3578.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-709",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      7296.0,
      116.0,
      22.0
     ],
     "hint": "channel/2: gain of latent channel 2, times that of its group",
     "annotation": "channel/2: gain of latent channel 2, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      3598.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-710",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      7286.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/2"
    }
   },
   {
    "box": {
     "id": "obj-711",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      7316.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-712",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      7406.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-713",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      7256.0,
      116.0,
      22.0
     ],
     "text": "channel/3",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      3578.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-714",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      7296.0,
      116.0,
      22.0
     ],
     "hint": "channel/3: gain of latent channel 3, times that of its group",
     "annotation": "channel/3: gain of latent channel 3, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      3598.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-715",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      7286.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/3"
    }
   },
   {
    "box": {
     "id": "obj-716",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      7316.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-717",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      7406.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-718",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      7256.0,
      116.0,
      22.0
     ],
     "text": "channel/4",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      3578.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-719",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      7296.0,
      116.0,
      22.0
     ],
     "hint": "channel/4: gain of latent channel 4, times that of its group",
     "annotation": "channel/4: gain of latent channel 4, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      3598.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-720",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      7286.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/4"
    }
   },
   {
    "box": {
     "id": "obj-721",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      7316.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-722",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      7406.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-723",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      7256.0,
      116.0,
      22.0
     ],
     "text": "channel/5",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      3578.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-724",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      7296.0,
      116.0,
      22.0
     ],
     "hint": "channel/5: gain of latent channel 5, times that of its group",
     "annotation": "channel/5: gain of latent channel 5, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      3598.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-725",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      7286.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/5"
    }
   },
   {
    "box": {
     "id": "obj-726",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      7316.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-727",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      7406.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-728",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      7256.0,
      116.0,
      22.0
     ],
     "text": "channel/6",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      3578.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-729",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      7296.0,
      116.0,
      22.0
     ],
     "hint": "channel/6: gain of latent channel 6, times that of its group",
     "annotation": "channel/6: gain of latent channel 6, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      3598.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-730",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      7286.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/6"
    }
   },
   {
    "box": {
     "id": "obj-731",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      7316.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-732",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      7406.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-733",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      7256.0,
      116.0,
      22.0
     ],
     "text": "channel/7",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      3578.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-734",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      7296.0,
      116.0,
      22.0
     ],
     "hint": "channel/7: gain of latent channel 7, times that of its group",
     "annotation": "channel/7: gain of latent channel 7, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      3598.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-735",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      7286.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/7"
    }
   },
   {
    "box": {
     "id": "obj-736",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      7316.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-737",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      7406.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-738",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      7532.0,
      116.0,
      22.0
     ],
     "text": "channel/8",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      3716.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-739",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      7572.0,
      116.0,
      22.0
     ],
     "hint": "channel/8: gain of latent channel 8, times that of its group",
     "annotation": "channel/8: gain of latent channel 8, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      3736.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-740",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      7562.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/8"
    }
   },
   {
    "box": {
     "id": "obj-741",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      7592.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-742",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      7682.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-743",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      7532.0,
      116.0,
      22.0
     ],
     "text": "channel/9",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      3716.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-744",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      7572.0,
      116.0,
      22.0
     ],
     "hint": "channel/9: gain of latent channel 9, times that of its group",
     "annotation": "channel/9: gain of latent channel 9, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      3736.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-745",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      7562.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/9"
    }
   },
   {
    "box": {
     "id": "obj-746",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      7592.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-747",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      7682.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-748",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      7532.0,
      116.0,
      22.0
     ],
     "text": "channel/10",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      3716.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-749",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      7572.0,
      116.0,
      22.0
     ],
     "hint": "channel/10: gain of latent channel 10, times that of its group",
     "annotation": "channel/10: gain of latent channel 10, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      3736.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-750",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      7562.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/10"
    }
   },
   {
    "box": {
     "id": "obj-751",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      7592.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-752",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      7682.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-753",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      7532.0,
      116.0,
      22.0
     ],
     "text": "channel/11",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      3716.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-754",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      7572.0,
      116.0,
      22.0
     ],
     "hint": "channel/11: gain of latent channel 11, times that of its group",
     "annotation": "channel/11: gain of latent channel 11, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      3736.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-755",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      7562.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/11"
    }
   },
   {
    "box": {
     "id": "obj-756",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      7592.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-757",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      7682.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-758",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      7532.0,
      116.0,
      22.0
     ],
     "text": "channel/12",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      3716.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-759",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      7572.0,
      116.0,
      22.0
     ],
     "hint": "channel/12: gain of latent channel 12, times that of its group",
     "annotation": "channel/12: gain of latent channel 12, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      3736.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-760",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      7562.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/12"
    }
   },
   {
    "box": {
     "id": "obj-761",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      7592.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-762",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      7682.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-763",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      7532.0,
      116.0,
      22.0
     ],
     "text": "channel/13",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      3716.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-764",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      7572.0,
      116.0,
      22.0
     ],
     "hint": "channel/13: gain of latent channel 13, times that of its group",
     "annotation": "channel/13: gain of latent channel 13, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      3736.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-765",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      7562.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/13"
    }
   },
   {
    "box": {
     "id": "obj-766",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      7592.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-767",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      7682.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-768",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      7532.0,
      116.0,
      22.0
     ],
     "text": "channel/14",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      3716.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-769",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      7572.0,
      116.0,
      22.0
     ],
     "hint": "channel/14: gain of latent channel 14, times that of its group",
     "annotation": "channel/14: gain of latent channel 14, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      3736.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-770",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      7562.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/14"
    }
   },
   {
    "box": {
     "id": "obj-771",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      7592.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-772",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      7682.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-773",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      7532.0,
      116.0,
      22.0
     ],
     "text": "channel/15",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      3716.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-774",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      7572.0,
      116.0,
      22.0
     ],
     "hint": "channel/15: gain of latent channel 15, times that of its group",
     "annotation": "channel/15: gain of latent channel 15, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      3736.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-775",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      7562.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/15"
    }
   },
   {
    "box": {
     "id": "obj-776",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      7592.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-777",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      7682.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-778",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      7808.0,
      116.0,
      22.0
     ],
     "text": "channel/16",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      3854.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-779",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      7848.0,
      116.0,
      22.0
     ],
     "hint": "channel/16: gain of latent channel 16, times that of its group",
     "annotation": "channel/16: gain of latent channel 16, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      3874.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-780",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      7838.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/16"
    }
   },
   {
    "box": {
     "id": "obj-781",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      7868.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-782",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      7958.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-783",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      7808.0,
      116.0,
      22.0
     ],
     "text": "channel/17",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      3854.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-784",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      7848.0,
      116.0,
      22.0
     ],
     "hint": "channel/17: gain of latent channel 17, times that of its group",
     "annotation": "channel/17: gain of latent channel 17, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      3874.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-785",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      7838.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/17"
    }
   },
   {
    "box": {
     "id": "obj-786",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      7868.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-787",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      7958.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-788",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      7808.0,
      116.0,
      22.0
     ],
     "text": "channel/18",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      3854.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-789",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      7848.0,
      116.0,
      22.0
     ],
     "hint": "channel/18: gain of latent channel 18, times that of its group",
     "annotation": "channel/18: gain of latent channel 18, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      3874.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-790",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      7838.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/18"
    }
   },
   {
    "box": {
     "id": "obj-791",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      7868.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-792",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      7958.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-793",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      7808.0,
      116.0,
      22.0
     ],
     "text": "channel/19",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      3854.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-794",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      7848.0,
      116.0,
      22.0
     ],
     "hint": "channel/19: gain of latent channel 19, times that of its group",
     "annotation": "channel/19: gain of latent channel 19, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      3874.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-795",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      7838.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/19"
    }
   },
   {
    "box": {
     "id": "obj-796",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      7868.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-797",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      7958.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-798",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      7808.0,
      116.0,
      22.0
     ],
     "text": "channel/20",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      3854.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-799",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      7848.0,
      116.0,
      22.0
     ],
     "hint": "channel/20: gain of latent channel 20, times that of its group",
     "annotation": "channel/20: gain of latent channel 20, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      3874.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-800",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      7838.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/20"
    }
   },
   {
    "box": {
     "id": "obj-801",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      7868.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-802",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      7958.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-803",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      7808.0,
      116.0,
      22.0
     ],
     "text": "channel/21",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      3854.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-804",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      7848.0,
      116.0,
      22.0
     ],
     "hint": "channel/21: gain of latent channel 21, times that of its group",
     "annotation": "channel/21: gain of latent channel 21, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      3874.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-805",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      7838.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/21"
    }
   },
   {
    "box": {
     "id": "obj-806",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      7868.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-807",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      7958.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-808",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      7808.0,
      116.0,
      22.0
     ],
     "text": "channel/22",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      3854.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-809",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      7848.0,
      116.0,
      22.0
     ],
     "hint": "channel/22: gain of latent channel 22, times that of its group",
     "annotation": "channel/22: gain of latent channel 22, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      3874.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-810",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      7838.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/22"
    }
   },
   {
    "box": {
     "id": "obj-811",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      7868.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-812",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      7958.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-813",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      7808.0,
      116.0,
      22.0
     ],
     "text": "channel/23",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      3854.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-814",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      7848.0,
      116.0,
      22.0
     ],
     "hint": "channel/23: gain of latent channel 23, times that of its group",
     "annotation": "channel/23: gain of latent channel 23, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      3874.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-815",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      7838.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/23"
    }
   },
   {
    "box": {
     "id": "obj-816",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      7868.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-817",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      7958.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-818",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      8084.0,
      116.0,
      22.0
     ],
     "text": "channel/24",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      3992.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-819",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      8124.0,
      116.0,
      22.0
     ],
     "hint": "channel/24: gain of latent channel 24, times that of its group",
     "annotation": "channel/24: gain of latent channel 24, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4012.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-820",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      8114.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/24"
    }
   },
   {
    "box": {
     "id": "obj-821",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      8144.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-822",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      8234.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-823",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      8084.0,
      116.0,
      22.0
     ],
     "text": "channel/25",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      3992.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-824",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      8124.0,
      116.0,
      22.0
     ],
     "hint": "channel/25: gain of latent channel 25, times that of its group",
     "annotation": "channel/25: gain of latent channel 25, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4012.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-825",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      8114.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/25"
    }
   },
   {
    "box": {
     "id": "obj-826",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      8144.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-827",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      8234.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-828",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      8084.0,
      116.0,
      22.0
     ],
     "text": "channel/26",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      3992.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-829",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      8124.0,
      116.0,
      22.0
     ],
     "hint": "channel/26: gain of latent channel 26, times that of its group",
     "annotation": "channel/26: gain of latent channel 26, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4012.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-830",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      8114.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/26"
    }
   },
   {
    "box": {
     "id": "obj-831",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      8144.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-832",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      8234.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-833",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      8084.0,
      116.0,
      22.0
     ],
     "text": "channel/27",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      3992.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-834",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      8124.0,
      116.0,
      22.0
     ],
     "hint": "channel/27: gain of latent channel 27, times that of its group",
     "annotation": "channel/27: gain of latent channel 27, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4012.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-835",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      8114.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/27"
    }
   },
   {
    "box": {
     "id": "obj-836",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      8144.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-837",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      8234.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-838",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      8084.0,
      116.0,
      22.0
     ],
     "text": "channel/28",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      3992.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-839",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      8124.0,
      116.0,
      22.0
     ],
     "hint": "channel/28: gain of latent channel 28, times that of its group",
     "annotation": "channel/28: gain of latent channel 28, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4012.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-840",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      8114.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/28"
    }
   },
   {
    "box": {
     "id": "obj-841",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      8144.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-842",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      8234.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-843",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      8084.0,
      116.0,
      22.0
     ],
     "text": "channel/29",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      3992.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-844",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      8124.0,
      116.0,
      22.0
     ],
     "hint": "channel/29: gain of latent channel 29, times that of its group",
     "annotation": "channel/29: gain of latent channel 29, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4012.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-845",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      8114.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/29"
    }
   },
   {
    "box": {
     "id": "obj-846",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      8144.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-847",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      8234.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-848",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      8084.0,
      116.0,
      22.0
     ],
     "text": "channel/30",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      3992.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-849",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      8124.0,
      116.0,
      22.0
     ],
     "hint": "channel/30: gain of latent channel 30, times that of its group",
     "annotation": "channel/30: gain of latent channel 30, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4012.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-850",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      8114.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/30"
    }
   },
   {
    "box": {
     "id": "obj-851",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      8144.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-852",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      8234.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-853",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      8084.0,
      116.0,
      22.0
     ],
     "text": "channel/31",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      3992.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-854",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      8124.0,
      116.0,
      22.0
     ],
     "hint": "channel/31: gain of latent channel 31, times that of its group",
     "annotation": "channel/31: gain of latent channel 31, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4012.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-855",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      8114.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/31"
    }
   },
   {
    "box": {
     "id": "obj-856",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      8144.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-857",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      8234.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-858",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      8360.0,
      1000.0,
      22.0
     ],
     "text": "Channel 2",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4130.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-859",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      8436.0,
      116.0,
      22.0
     ],
     "text": "channel/32",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4168.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-860",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      8476.0,
      116.0,
      22.0
     ],
     "hint": "channel/32: gain of latent channel 32, times that of its group",
     "annotation": "channel/32: gain of latent channel 32, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4188.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-861",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      8466.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/32"
    }
   },
   {
    "box": {
     "id": "obj-862",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      8496.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-863",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      8586.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-864",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      8436.0,
      116.0,
      22.0
     ],
     "text": "channel/33",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4168.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-865",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      8476.0,
      116.0,
      22.0
     ],
     "hint": "channel/33: gain of latent channel 33, times that of its group",
     "annotation": "channel/33: gain of latent channel 33, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4188.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-866",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      8466.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/33"
    }
   },
   {
    "box": {
     "id": "obj-867",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      8496.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-868",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      8586.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-869",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      8436.0,
      116.0,
      22.0
     ],
     "text": "channel/34",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4168.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-870",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      8476.0,
      116.0,
      22.0
     ],
     "hint": "channel/34: gain of latent channel 34, times that of its group",
     "annotation": "channel/34: gain of latent channel 34, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4188.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-871",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      8466.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/34"
    }
   },
   {
    "box": {
     "id": "obj-872",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      8496.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-873",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      8586.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-874",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      8436.0,
      116.0,
      22.0
     ],
     "text": "channel/35",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4168.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-875",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      8476.0,
      116.0,
      22.0
     ],
     "hint": "channel/35: gain of latent channel 35, times that of its group",
     "annotation": "channel/35: gain of latent channel 35, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4188.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-876",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      8466.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/35"
    }
   },
   {
    "box": {
     "id": "obj-877",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      8496.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-878",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      8586.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-879",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      8436.0,
      116.0,
      22.0
     ],
     "text": "channel/36",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4168.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-880",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      8476.0,
      116.0,
      22.0
     ],
     "hint": "channel/36: gain of latent channel 36, times that of its group",
     "annotation": "channel/36: gain of latent channel 36, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4188.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-881",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      8466.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/36"
    }
   },
   {
    "box": {
     "id": "obj-882",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      8496.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-883",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      8586.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-884",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      8436.0,
      116.0,
      22.0
     ],
     "text": "channel/37",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4168.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-885",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      8476.0,
      116.0,
      22.0
     ],
     "hint": "channel/37: gain of latent channel 37, times that of its group",
     "annotation": "channel/37: gain of latent channel 37, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4188.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-886",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      8466.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/37"
    }
   },
   {
    "box": {
     "id": "obj-887",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      8496.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-888",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      8586.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-889",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      8436.0,
      116.0,
      22.0
     ],
     "text": "channel/38",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4168.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-890",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      8476.0,
      116.0,
      22.0
     ],
     "hint": "channel/38: gain of latent channel 38, times that of its group",
     "annotation": "channel/38: gain of latent channel 38, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4188.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-891",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      8466.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/38"
    }
   },
   {
    "box": {
     "id": "obj-892",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      8496.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-893",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      8586.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-894",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      8436.0,
      116.0,
      22.0
     ],
     "text": "channel/39",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4168.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-895",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      8476.0,
      116.0,
      22.0
     ],
     "hint": "channel/39: gain of latent channel 39, times that of its group",
     "annotation": "channel/39: gain of latent channel 39, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4188.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-896",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      8466.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/39"
    }
   },
   {
    "box": {
     "id": "obj-897",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      8496.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-898",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      8586.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-899",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      8712.0,
      116.0,
      22.0
     ],
     "text": "channel/40",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4306.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-900",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      8752.0,
      116.0,
      22.0
     ],
     "hint": "channel/40: gain of latent channel 40, times that of its group",
     "annotation": "channel/40: gain of latent channel 40, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4326.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-901",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      8742.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/40"
    }
   },
   {
    "box": {
     "id": "obj-902",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      8772.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-903",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      8862.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-904",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      8712.0,
      116.0,
      22.0
     ],
     "text": "channel/41",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4306.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-905",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      8752.0,
      116.0,
      22.0
     ],
     "hint": "channel/41: gain of latent channel 41, times that of its group",
     "annotation": "channel/41: gain of latent channel 41, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4326.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-906",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      8742.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/41"
    }
   },
   {
    "box": {
     "id": "obj-907",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      8772.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-908",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      8862.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-909",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      8712.0,
      116.0,
      22.0
     ],
     "text": "channel/42",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4306.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-910",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      8752.0,
      116.0,
      22.0
     ],
     "hint": "channel/42: gain of latent channel 42, times that of its group",
     "annotation": "channel/42: gain of latent channel 42, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4326.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-911",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      8742.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/42"
    }
   },
   {
    "box": {
     "id": "obj-912",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      8772.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-913",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      8862.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-914",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      8712.0,
      116.0,
      22.0
     ],
     "text": "channel/43",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4306.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-915",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      8752.0,
      116.0,
      22.0
     ],
     "hint": "channel/43: gain of latent channel 43, times that of its group",
     "annotation": "channel/43: gain of latent channel 43, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4326.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-916",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      8742.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/43"
    }
   },
   {
    "box": {
     "id": "obj-917",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      8772.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-918",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      8862.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-919",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      8712.0,
      116.0,
      22.0
     ],
     "text": "channel/44",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4306.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-920",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      8752.0,
      116.0,
      22.0
     ],
     "hint": "channel/44: gain of latent channel 44, times that of its group",
     "annotation": "channel/44: gain of latent channel 44, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4326.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-921",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      8742.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/44"
    }
   },
   {
    "box": {
     "id": "obj-922",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      8772.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-923",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      8862.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-924",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      8712.0,
      116.0,
      22.0
     ],
     "text": "channel/45",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4306.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-925",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      8752.0,
      116.0,
      22.0
     ],
     "hint": "channel/45: gain of latent channel 45, times that of its group",
     "annotation": "channel/45: gain of latent channel 45, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4326.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-926",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      8742.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/45"
    }
   },
   {
    "box": {
     "id": "obj-927",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      8772.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-928",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      8862.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-929",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      8712.0,
      116.0,
      22.0
     ],
     "text": "channel/46",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4306.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-930",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      8752.0,
      116.0,
      22.0
     ],
     "hint": "channel/46: gain of latent channel 46, times that of its group",
     "annotation": "channel/46: gain of latent channel 46, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4326.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-931",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      8742.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/46"
    }
   },
   {
    "box": {
     "id": "obj-932",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      8772.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-933",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      8862.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-934",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      8712.0,
      116.0,
      22.0
     ],
     "text": "channel/47",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4306.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-935",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      8752.0,
      116.0,
      22.0
     ],
     "hint": "channel/47: gain of latent channel 47, times that of its group",
     "annotation": "channel/47: gain of latent channel 47, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4326.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-936",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      8742.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/47"
    }
   },
   {
    "box": {
     "id": "obj-937",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      8772.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-938",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      8862.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-939",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      8988.0,
      116.0,
      22.0
     ],
     "text": "channel/48",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4444.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-940",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9028.0,
      116.0,
      22.0
     ],
     "hint": "channel/48: gain of latent channel 48, times that of its group",
     "annotation": "channel/48: gain of latent channel 48, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4464.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-941",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9018.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/48"
    }
   },
   {
    "box": {
     "id": "obj-942",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      9048.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-943",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9138.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-944",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      8988.0,
      116.0,
      22.0
     ],
     "text": "channel/49",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4444.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-945",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9028.0,
      116.0,
      22.0
     ],
     "hint": "channel/49: gain of latent channel 49, times that of its group",
     "annotation": "channel/49: gain of latent channel 49, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4464.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-946",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9018.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/49"
    }
   },
   {
    "box": {
     "id": "obj-947",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      9048.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-948",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9138.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-949",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      8988.0,
      116.0,
      22.0
     ],
     "text": "channel/50",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4444.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-950",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9028.0,
      116.0,
      22.0
     ],
     "hint": "channel/50: gain of latent channel 50, times that of its group",
     "annotation": "channel/50: gain of latent channel 50, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4464.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-951",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9018.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/50"
    }
   },
   {
    "box": {
     "id": "obj-952",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      9048.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-953",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9138.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-954",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      8988.0,
      116.0,
      22.0
     ],
     "text": "channel/51",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4444.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-955",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9028.0,
      116.0,
      22.0
     ],
     "hint": "channel/51: gain of latent channel 51, times that of its group",
     "annotation": "channel/51: gain of latent channel 51, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4464.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-956",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9018.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/51"
    }
   },
   {
    "box": {
     "id": "obj-957",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      9048.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-958",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9138.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-959",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      8988.0,
      116.0,
      22.0
     ],
     "text": "channel/52",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4444.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-960",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9028.0,
      116.0,
      22.0
     ],
     "hint": "channel/52: gain of latent channel 52, times that of its group",
     "annotation": "channel/52: gain of latent channel 52, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4464.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-961",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9018.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/52"
    }
   },
   {
    "box": {
     "id": "obj-962",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      9048.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-963",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9138.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-964",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      8988.0,
      116.0,
      22.0
     ],
     "text": "channel/53",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4444.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-965",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9028.0,
      116.0,
      22.0
     ],
     "hint": "channel/53: gain of latent channel 53, times that of its group",
     "annotation": "channel/53: gain of latent channel 53, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4464.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-966",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9018.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/53"
    }
   },
   {
    "box": {
     "id": "obj-967",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      9048.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-968",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9138.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-969",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      8988.0,
      116.0,
      22.0
     ],
     "text": "channel/54",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4444.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-970",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9028.0,
      116.0,
      22.0
     ],
     "hint": "channel/54: gain of latent channel 54, times that of its group",
     "annotation": "channel/54: gain of latent channel 54, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4464.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-971",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9018.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/54"
    }
   },
   {
    "box": {
     "id": "obj-972",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      9048.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-973",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9138.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-974",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      8988.0,
      116.0,
      22.0
     ],
     "text": "channel/55",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4444.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-975",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9028.0,
      116.0,
      22.0
     ],
     "hint": "channel/55: gain of latent channel 55, times that of its group",
     "annotation": "channel/55: gain of latent channel 55, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4464.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-976",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9018.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/55"
    }
   },
   {
    "box": {
     "id": "obj-977",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      9048.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-978",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9138.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-979",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      9264.0,
      116.0,
      22.0
     ],
     "text": "channel/56",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4582.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-980",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9304.0,
      116.0,
      22.0
     ],
     "hint": "channel/56: gain of latent channel 56, times that of its group",
     "annotation": "channel/56: gain of latent channel 56, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4602.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-981",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9294.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/56"
    }
   },
   {
    "box": {
     "id": "obj-982",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      9324.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-983",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9414.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-984",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      9264.0,
      116.0,
      22.0
     ],
     "text": "channel/57",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4582.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-985",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9304.0,
      116.0,
      22.0
     ],
     "hint": "channel/57: gain of latent channel 57, times that of its group",
     "annotation": "channel/57: gain of latent channel 57, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4602.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-986",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9294.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/57"
    }
   },
   {
    "box": {
     "id": "obj-987",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      9324.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-988",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9414.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-989",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      9264.0,
      116.0,
      22.0
     ],
     "text": "channel/58",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4582.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-990",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9304.0,
      116.0,
      22.0
     ],
     "hint": "channel/58: gain of latent channel 58, times that of its group",
     "annotation": "channel/58: gain of latent channel 58, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4602.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-991",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9294.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/58"
    }
   },
   {
    "box": {
     "id": "obj-992",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      9324.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-993",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9414.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-994",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      9264.0,
      116.0,
      22.0
     ],
     "text": "channel/59",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4582.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-995",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9304.0,
      116.0,
      22.0
     ],
     "hint": "channel/59: gain of latent channel 59, times that of its group",
     "annotation": "channel/59: gain of latent channel 59, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4602.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-996",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9294.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/59"
    }
   },
   {
    "box": {
     "id": "obj-997",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      9324.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-998",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9414.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-999",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      9264.0,
      116.0,
      22.0
     ],
     "text": "channel/60",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4582.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1000",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9304.0,
      116.0,
      22.0
     ],
     "hint": "channel/60: gain of latent channel 60, times that of its group",
     "annotation": "channel/60: gain of latent channel 60, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4602.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1001",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9294.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/60"
    }
   },
   {
    "box": {
     "id": "obj-1002",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      9324.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1003",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9414.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1004",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      9264.0,
      116.0,
      22.0
     ],
     "text": "channel/61",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4582.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1005",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9304.0,
      116.0,
      22.0
     ],
     "hint": "channel/61: gain of latent channel 61, times that of its group",
     "annotation": "channel/61: gain of latent channel 61, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4602.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1006",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9294.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/61"
    }
   },
   {
    "box": {
     "id": "obj-1007",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      9324.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1008",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9414.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1009",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      9264.0,
      116.0,
      22.0
     ],
     "text": "channel/62",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4582.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1010",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9304.0,
      116.0,
      22.0
     ],
     "hint": "channel/62: gain of latent channel 62, times that of its group",
     "annotation": "channel/62: gain of latent channel 62, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4602.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1011",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9294.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/62"
    }
   },
   {
    "box": {
     "id": "obj-1012",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      9324.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1013",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9414.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1014",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      9264.0,
      116.0,
      22.0
     ],
     "text": "channel/63",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4582.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1015",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9304.0,
      116.0,
      22.0
     ],
     "hint": "channel/63: gain of latent channel 63, times that of its group",
     "annotation": "channel/63: gain of latent channel 63, times that of its group",
     "size": 3,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4602.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1016",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9294.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/channel/63"
    }
   },
   {
    "box": {
     "id": "obj-1017",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      9324.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1018",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9414.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1019",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      9540.0,
      1000.0,
      22.0
     ],
     "text": "Mod 1",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4720.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1020",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      9616.0,
      116.0,
      22.0
     ],
     "text": "mod/1/to",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4758.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1021",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      9656.0,
      116.0,
      22.0
     ],
     "hint": "mod/1/to: the control that modulator 1 moves, as denoise or lora/ID/strength; empty = off",
     "annotation": "mod/1/to: the control that modulator 1 moves, as denoise or lora/ID/strength; empty = off",
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4778.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1022",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9646.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/1/to"
    }
   },
   {
    "box": {
     "id": "obj-1023",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      9676.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1024",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      9706.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-1025",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9736.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-1026",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9766.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1027",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      9616.0,
      116.0,
      22.0
     ],
     "text": "mod/2/to",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4758.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1028",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2532.0,
      9656.0,
      116.0,
      22.0
     ],
     "hint": "mod/2/to: the control that modulator 2 moves, as denoise or lora/ID/strength; empty = off",
     "annotation": "mod/2/to: the control that modulator 2 moves, as denoise or lora/ID/strength; empty = off",
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4778.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1029",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9646.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/2/to"
    }
   },
   {
    "box": {
     "id": "obj-1030",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      9676.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1031",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2532.0,
      9706.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-1032",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9736.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-1033",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9766.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1034",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      9616.0,
      116.0,
      22.0
     ],
     "text": "mod/3/to",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4758.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1035",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2656.0,
      9656.0,
      116.0,
      22.0
     ],
     "hint": "mod/3/to: the control that modulator 3 moves, as denoise or lora/ID/strength; empty = off",
     "annotation": "mod/3/to: the control that modulator 3 moves, as denoise or lora/ID/strength; empty = off",
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4778.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1036",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9646.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/3/to"
    }
   },
   {
    "box": {
     "id": "obj-1037",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      9676.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1038",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2656.0,
      9706.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-1039",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9736.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-1040",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9766.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1041",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      9616.0,
      116.0,
      22.0
     ],
     "text": "mod/4/to",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4758.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1042",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2780.0,
      9656.0,
      116.0,
      22.0
     ],
     "hint": "mod/4/to: the control that modulator 4 moves, as denoise or lora/ID/strength; empty = off",
     "annotation": "mod/4/to: the control that modulator 4 moves, as denoise or lora/ID/strength; empty = off",
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4778.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1043",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9646.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/4/to"
    }
   },
   {
    "box": {
     "id": "obj-1044",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      9676.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1045",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2780.0,
      9706.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-1046",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9736.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-1047",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9766.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1048",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      9616.0,
      116.0,
      22.0
     ],
     "text": "mod/5/to",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4758.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1049",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2904.0,
      9656.0,
      116.0,
      22.0
     ],
     "hint": "mod/5/to: the control that modulator 5 moves, as denoise or lora/ID/strength; empty = off",
     "annotation": "mod/5/to: the control that modulator 5 moves, as denoise or lora/ID/strength; empty = off",
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4778.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1050",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9646.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/5/to"
    }
   },
   {
    "box": {
     "id": "obj-1051",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      9676.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1052",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2904.0,
      9706.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-1053",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9736.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-1054",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9766.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1055",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      9616.0,
      116.0,
      22.0
     ],
     "text": "mod/6/to",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4758.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1056",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3028.0,
      9656.0,
      116.0,
      22.0
     ],
     "hint": "mod/6/to: the control that modulator 6 moves, as denoise or lora/ID/strength; empty = off",
     "annotation": "mod/6/to: the control that modulator 6 moves, as denoise or lora/ID/strength; empty = off",
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4778.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1057",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9646.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/6/to"
    }
   },
   {
    "box": {
     "id": "obj-1058",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      9676.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1059",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3028.0,
      9706.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-1060",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9736.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-1061",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9766.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1062",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      9616.0,
      116.0,
      22.0
     ],
     "text": "mod/7/to",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4758.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1063",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3152.0,
      9656.0,
      116.0,
      22.0
     ],
     "hint": "mod/7/to: the control that modulator 7 moves, as denoise or lora/ID/strength; empty = off",
     "annotation": "mod/7/to: the control that modulator 7 moves, as denoise or lora/ID/strength; empty = off",
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4778.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1064",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9646.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/7/to"
    }
   },
   {
    "box": {
     "id": "obj-1065",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      9676.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1066",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3152.0,
      9706.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-1067",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9736.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-1068",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9766.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1069",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      9616.0,
      116.0,
      22.0
     ],
     "text": "mod/8/to",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4758.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1070",
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3276.0,
      9656.0,
      116.0,
      22.0
     ],
     "hint": "mod/8/to: the control that modulator 8 moves, as denoise or lora/ID/strength; empty = off",
     "annotation": "mod/8/to: the control that modulator 8 moves, as denoise or lora/ID/strength; empty = off",
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4778.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1071",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9646.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/8/to"
    }
   },
   {
    "box": {
     "id": "obj-1072",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      9676.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1073",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3276.0,
      9706.0,
      116.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-1074",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9736.0,
      116.0,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-1075",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9766.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1076",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      9780.0,
      116.0,
      22.0
     ],
     "text": "mod/1/shape",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4840.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1077",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      9820.0,
      116.0,
      22.0
     ],
     "hint": "mod/1/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "annotation": "mod/1/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "items": [
      "sine",
      ",",
      "triangle",
      ",",
      "saw",
      ",",
      "square",
      ",",
      "random",
      ",",
      "walk",
      ",",
      "steps",
      ",",
      "level",
      ",",
      "onset",
      ",",
      "day",
      ",",
      "song"
     ],
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4860.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1078",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9810.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/1/shape"
    }
   },
   {
    "box": {
     "id": "obj-1079",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      9840.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1080",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9930.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1081",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      9780.0,
      116.0,
      22.0
     ],
     "text": "mod/1/clock",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4840.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1082",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2532.0,
      9820.0,
      116.0,
      22.0
     ],
     "hint": "mod/1/clock: what the rate counts by",
     "annotation": "mod/1/clock: what the rate counts by",
     "items": [
      "seconds",
      ",",
      "beats"
     ],
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4860.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1083",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9810.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/1/clock"
    }
   },
   {
    "box": {
     "id": "obj-1084",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      9840.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1085",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9930.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1086",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      9780.0,
      116.0,
      22.0
     ],
     "text": "mod/2/shape",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4840.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1087",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2656.0,
      9820.0,
      116.0,
      22.0
     ],
     "hint": "mod/2/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "annotation": "mod/2/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "items": [
      "sine",
      ",",
      "triangle",
      ",",
      "saw",
      ",",
      "square",
      ",",
      "random",
      ",",
      "walk",
      ",",
      "steps",
      ",",
      "level",
      ",",
      "onset",
      ",",
      "day",
      ",",
      "song"
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4860.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1088",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9810.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/2/shape"
    }
   },
   {
    "box": {
     "id": "obj-1089",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      9840.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1090",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9930.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1091",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      9780.0,
      116.0,
      22.0
     ],
     "text": "mod/2/clock",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4840.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1092",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2780.0,
      9820.0,
      116.0,
      22.0
     ],
     "hint": "mod/2/clock: what the rate counts by",
     "annotation": "mod/2/clock: what the rate counts by",
     "items": [
      "seconds",
      ",",
      "beats"
     ],
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4860.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1093",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9810.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/2/clock"
    }
   },
   {
    "box": {
     "id": "obj-1094",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      9840.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1095",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9930.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1096",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      9780.0,
      116.0,
      22.0
     ],
     "text": "mod/3/shape",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4840.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1097",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2904.0,
      9820.0,
      116.0,
      22.0
     ],
     "hint": "mod/3/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "annotation": "mod/3/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "items": [
      "sine",
      ",",
      "triangle",
      ",",
      "saw",
      ",",
      "square",
      ",",
      "random",
      ",",
      "walk",
      ",",
      "steps",
      ",",
      "level",
      ",",
      "onset",
      ",",
      "day",
      ",",
      "song"
     ],
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4860.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1098",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9810.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/3/shape"
    }
   },
   {
    "box": {
     "id": "obj-1099",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      9840.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1100",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9930.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1101",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      9780.0,
      116.0,
      22.0
     ],
     "text": "mod/3/clock",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4840.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1102",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3028.0,
      9820.0,
      116.0,
      22.0
     ],
     "hint": "mod/3/clock: what the rate counts by",
     "annotation": "mod/3/clock: what the rate counts by",
     "items": [
      "seconds",
      ",",
      "beats"
     ],
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4860.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1103",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9810.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/3/clock"
    }
   },
   {
    "box": {
     "id": "obj-1104",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      9840.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1105",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9930.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1106",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      9780.0,
      116.0,
      22.0
     ],
     "text": "mod/4/shape",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4840.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1107",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3152.0,
      9820.0,
      116.0,
      22.0
     ],
     "hint": "mod/4/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "annotation": "mod/4/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "items": [
      "sine",
      ",",
      "triangle",
      ",",
      "saw",
      ",",
      "square",
      ",",
      "random",
      ",",
      "walk",
      ",",
      "steps",
      ",",
      "level",
      ",",
      "onset",
      ",",
      "day",
      ",",
      "song"
     ],
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4860.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1108",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9810.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/4/shape"
    }
   },
   {
    "box": {
     "id": "obj-1109",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      9840.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1110",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9930.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1111",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      9780.0,
      116.0,
      22.0
     ],
     "text": "mod/4/clock",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4840.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1112",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3276.0,
      9820.0,
      116.0,
      22.0
     ],
     "hint": "mod/4/clock: what the rate counts by",
     "annotation": "mod/4/clock: what the rate counts by",
     "items": [
      "seconds",
      ",",
      "beats"
     ],
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4860.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1113",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9810.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/4/clock"
    }
   },
   {
    "box": {
     "id": "obj-1114",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      9840.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1115",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9930.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1116",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      9946.0,
      116.0,
      22.0
     ],
     "text": "mod/5/shape",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4923.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1117",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2408.0,
      9986.0,
      116.0,
      22.0
     ],
     "hint": "mod/5/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "annotation": "mod/5/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "items": [
      "sine",
      ",",
      "triangle",
      ",",
      "saw",
      ",",
      "square",
      ",",
      "random",
      ",",
      "walk",
      ",",
      "steps",
      ",",
      "level",
      ",",
      "onset",
      ",",
      "day",
      ",",
      "song"
     ],
     "presentation": 1,
     "presentation_rect": [
      8.0,
      4943.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1118",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      9976.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/5/shape"
    }
   },
   {
    "box": {
     "id": "obj-1119",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      10006.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1120",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      10096.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1121",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      9946.0,
      116.0,
      22.0
     ],
     "text": "mod/5/clock",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4923.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1122",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2532.0,
      9986.0,
      116.0,
      22.0
     ],
     "hint": "mod/5/clock: what the rate counts by",
     "annotation": "mod/5/clock: what the rate counts by",
     "items": [
      "seconds",
      ",",
      "beats"
     ],
     "presentation": 1,
     "presentation_rect": [
      132.0,
      4943.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1123",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      9976.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/5/clock"
    }
   },
   {
    "box": {
     "id": "obj-1124",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      10006.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1125",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      10096.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1126",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      9946.0,
      116.0,
      22.0
     ],
     "text": "mod/6/shape",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4923.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1127",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2656.0,
      9986.0,
      116.0,
      22.0
     ],
     "hint": "mod/6/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "annotation": "mod/6/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "items": [
      "sine",
      ",",
      "triangle",
      ",",
      "saw",
      ",",
      "square",
      ",",
      "random",
      ",",
      "walk",
      ",",
      "steps",
      ",",
      "level",
      ",",
      "onset",
      ",",
      "day",
      ",",
      "song"
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      4943.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1128",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      9976.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/6/shape"
    }
   },
   {
    "box": {
     "id": "obj-1129",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      10006.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1130",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      10096.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1131",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      9946.0,
      116.0,
      22.0
     ],
     "text": "mod/6/clock",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4923.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1132",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2780.0,
      9986.0,
      116.0,
      22.0
     ],
     "hint": "mod/6/clock: what the rate counts by",
     "annotation": "mod/6/clock: what the rate counts by",
     "items": [
      "seconds",
      ",",
      "beats"
     ],
     "presentation": 1,
     "presentation_rect": [
      380.0,
      4943.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1133",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      9976.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/6/clock"
    }
   },
   {
    "box": {
     "id": "obj-1134",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      10006.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1135",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      10096.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1136",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      9946.0,
      116.0,
      22.0
     ],
     "text": "mod/7/shape",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4923.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1137",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      2904.0,
      9986.0,
      116.0,
      22.0
     ],
     "hint": "mod/7/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "annotation": "mod/7/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "items": [
      "sine",
      ",",
      "triangle",
      ",",
      "saw",
      ",",
      "square",
      ",",
      "random",
      ",",
      "walk",
      ",",
      "steps",
      ",",
      "level",
      ",",
      "onset",
      ",",
      "day",
      ",",
      "song"
     ],
     "presentation": 1,
     "presentation_rect": [
      504.0,
      4943.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1138",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      9976.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/7/shape"
    }
   },
   {
    "box": {
     "id": "obj-1139",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      10006.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1140",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      10096.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1141",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      9946.0,
      116.0,
      22.0
     ],
     "text": "mod/7/clock",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4923.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1142",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3028.0,
      9986.0,
      116.0,
      22.0
     ],
     "hint": "mod/7/clock: what the rate counts by",
     "annotation": "mod/7/clock: what the rate counts by",
     "items": [
      "seconds",
      ",",
      "beats"
     ],
     "presentation": 1,
     "presentation_rect": [
      628.0,
      4943.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1143",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      9976.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/7/clock"
    }
   },
   {
    "box": {
     "id": "obj-1144",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      10006.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1145",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      10096.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1146",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      9946.0,
      116.0,
      22.0
     ],
     "text": "mod/8/shape",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4923.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1147",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3152.0,
      9986.0,
      116.0,
      22.0
     ],
     "hint": "mod/8/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "annotation": "mod/8/shape: how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop",
     "items": [
      "sine",
      ",",
      "triangle",
      ",",
      "saw",
      ",",
      "square",
      ",",
      "random",
      ",",
      "walk",
      ",",
      "steps",
      ",",
      "level",
      ",",
      "onset",
      ",",
      "day",
      ",",
      "song"
     ],
     "presentation": 1,
     "presentation_rect": [
      752.0,
      4943.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1148",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      9976.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/8/shape"
    }
   },
   {
    "box": {
     "id": "obj-1149",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      10006.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1150",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      10096.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1151",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      9946.0,
      116.0,
      22.0
     ],
     "text": "mod/8/clock",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4923.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1152",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "",
      ""
     ],
     "patching_rect": [
      3276.0,
      9986.0,
      116.0,
      22.0
     ],
     "hint": "mod/8/clock: what the rate counts by",
     "annotation": "mod/8/clock: what the rate counts by",
     "items": [
      "seconds",
      ",",
      "beats"
     ],
     "presentation": 1,
     "presentation_rect": [
      876.0,
      4943.0,
      116.0,
      54.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1153",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      9976.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/8/clock"
    }
   },
   {
    "box": {
     "id": "obj-1154",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      10006.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1155",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      10096.0,
      116.0,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-1156",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      10110.0,
      116.0,
      22.0
     ],
     "text": "mod/1/rate",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5005.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1157",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      10150.0,
      116.0,
      22.0
     ],
     "hint": "mod/1/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "annotation": "mod/1/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "size": 49.999,
     "min": 0.001,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5025.0,
      116.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1158",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      10140.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/1/rate"
    }
   },
   {
    "box": {
     "id": "obj-1159",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      10170.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1160",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      10260.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1161",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      10110.0,
      116.0,
      22.0
     ],
     "text": "mod/1/depth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5005.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1162",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      10150.0,
      116.0,
      22.0
     ],
     "hint": "mod/1/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "annotation": "mod/1/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5025.0,
      116.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1163",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      10140.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/1/depth"
    }
   },
   {
    "box": {
     "id": "obj-1164",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      10170.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1165",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      10260.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1166",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      10110.0,
      116.0,
      22.0
     ],
     "text": "mod/1/offset",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5005.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1167",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      10150.0,
      116.0,
      22.0
     ],
     "hint": "mod/1/offset: how far from its own value the control moves, in parts of its range",
     "annotation": "mod/1/offset: how far from its own value the control moves, in parts of its range",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5025.0,
      116.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1168",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      10140.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/1/offset"
    }
   },
   {
    "box": {
     "id": "obj-1169",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      10170.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1170",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      10260.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1171",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      10110.0,
      116.0,
      22.0
     ],
     "text": "mod/1/phase",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5005.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1172",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      10150.0,
      116.0,
      22.0
     ],
     "hint": "mod/1/phase: where in its cycle it begins",
     "annotation": "mod/1/phase: where in its cycle it begins",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5025.0,
      116.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1173",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      10140.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/1/phase"
    }
   },
   {
    "box": {
     "id": "obj-1174",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      10170.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1175",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      10260.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1176",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      10110.0,
      116.0,
      22.0
     ],
     "text": "mod/1/steps",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5005.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1177",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      10150.0,
      116.0,
      22.0
     ],
     "hint": "mod/1/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "annotation": "mod/1/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5025.0,
      116.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1178",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      10140.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/1/steps"
    }
   },
   {
    "box": {
     "id": "obj-1179",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      10170.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1180",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      10260.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1181",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      10110.0,
      116.0,
      22.0
     ],
     "text": "mod/1/smooth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5005.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1182",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      10150.0,
      116.0,
      22.0
     ],
     "hint": "mod/1/smooth: how slowly it follows; of onsets, how slowly they fade",
     "annotation": "mod/1/smooth: how slowly it follows; of onsets, how slowly they fade",
     "size": 60,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5025.0,
      116.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1183",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      10140.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/1/smooth"
    }
   },
   {
    "box": {
     "id": "obj-1184",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      10170.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1185",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      10260.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1186",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      10110.0,
      116.0,
      22.0
     ],
     "text": "mod/2/rate",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5005.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1187",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      10150.0,
      116.0,
      22.0
     ],
     "hint": "mod/2/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "annotation": "mod/2/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "size": 49.999,
     "min": 0.001,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5025.0,
      116.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1188",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      10140.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/2/rate"
    }
   },
   {
    "box": {
     "id": "obj-1189",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      10170.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1190",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      10260.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1191",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      10110.0,
      116.0,
      22.0
     ],
     "text": "mod/2/depth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5005.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1192",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      10150.0,
      116.0,
      22.0
     ],
     "hint": "mod/2/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "annotation": "mod/2/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5025.0,
      116.0,
      203.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1193",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      10140.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/2/depth"
    }
   },
   {
    "box": {
     "id": "obj-1194",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      10170.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1195",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      10260.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1196",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      10720.0,
      1000.0,
      22.0
     ],
     "text": "Mod 2",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5310.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1197",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      10796.0,
      116.0,
      22.0
     ],
     "text": "mod/2/offset",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5348.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1198",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      10836.0,
      116.0,
      22.0
     ],
     "hint": "mod/2/offset: how far from its own value the control moves, in parts of its range",
     "annotation": "mod/2/offset: how far from its own value the control moves, in parts of its range",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5368.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1199",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      10826.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/2/offset"
    }
   },
   {
    "box": {
     "id": "obj-1200",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      10856.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1201",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      10946.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1202",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      10796.0,
      116.0,
      22.0
     ],
     "text": "mod/2/phase",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5348.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1203",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      10836.0,
      116.0,
      22.0
     ],
     "hint": "mod/2/phase: where in its cycle it begins",
     "annotation": "mod/2/phase: where in its cycle it begins",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5368.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1204",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      10826.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/2/phase"
    }
   },
   {
    "box": {
     "id": "obj-1205",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      10856.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1206",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      10946.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1207",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      10796.0,
      116.0,
      22.0
     ],
     "text": "mod/2/steps",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5348.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1208",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      10836.0,
      116.0,
      22.0
     ],
     "hint": "mod/2/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "annotation": "mod/2/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5368.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1209",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      10826.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/2/steps"
    }
   },
   {
    "box": {
     "id": "obj-1210",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      10856.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1211",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      10946.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1212",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      10796.0,
      116.0,
      22.0
     ],
     "text": "mod/2/smooth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5348.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1213",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      10836.0,
      116.0,
      22.0
     ],
     "hint": "mod/2/smooth: how slowly it follows; of onsets, how slowly they fade",
     "annotation": "mod/2/smooth: how slowly it follows; of onsets, how slowly they fade",
     "size": 60,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5368.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1214",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      10826.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/2/smooth"
    }
   },
   {
    "box": {
     "id": "obj-1215",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      10856.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1216",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      10946.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1217",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      10796.0,
      116.0,
      22.0
     ],
     "text": "mod/3/rate",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5348.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1218",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      10836.0,
      116.0,
      22.0
     ],
     "hint": "mod/3/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "annotation": "mod/3/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "size": 49.999,
     "min": 0.001,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5368.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1219",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      10826.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/3/rate"
    }
   },
   {
    "box": {
     "id": "obj-1220",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      10856.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1221",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      10946.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1222",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      10796.0,
      116.0,
      22.0
     ],
     "text": "mod/3/depth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5348.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1223",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      10836.0,
      116.0,
      22.0
     ],
     "hint": "mod/3/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "annotation": "mod/3/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5368.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1224",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      10826.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/3/depth"
    }
   },
   {
    "box": {
     "id": "obj-1225",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      10856.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1226",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      10946.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1227",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      10796.0,
      116.0,
      22.0
     ],
     "text": "mod/3/offset",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5348.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1228",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      10836.0,
      116.0,
      22.0
     ],
     "hint": "mod/3/offset: how far from its own value the control moves, in parts of its range",
     "annotation": "mod/3/offset: how far from its own value the control moves, in parts of its range",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5368.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1229",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      10826.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/3/offset"
    }
   },
   {
    "box": {
     "id": "obj-1230",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      10856.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1231",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      10946.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1232",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      10796.0,
      116.0,
      22.0
     ],
     "text": "mod/3/phase",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5348.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1233",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      10836.0,
      116.0,
      22.0
     ],
     "hint": "mod/3/phase: where in its cycle it begins",
     "annotation": "mod/3/phase: where in its cycle it begins",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5368.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1234",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      10826.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/3/phase"
    }
   },
   {
    "box": {
     "id": "obj-1235",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      10856.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1236",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      10946.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1237",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      11072.0,
      116.0,
      22.0
     ],
     "text": "mod/3/steps",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5486.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1238",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      11112.0,
      116.0,
      22.0
     ],
     "hint": "mod/3/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "annotation": "mod/3/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5506.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1239",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      11102.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/3/steps"
    }
   },
   {
    "box": {
     "id": "obj-1240",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      11132.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1241",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      11222.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1242",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      11072.0,
      116.0,
      22.0
     ],
     "text": "mod/3/smooth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5486.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1243",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      11112.0,
      116.0,
      22.0
     ],
     "hint": "mod/3/smooth: how slowly it follows; of onsets, how slowly they fade",
     "annotation": "mod/3/smooth: how slowly it follows; of onsets, how slowly they fade",
     "size": 60,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5506.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1244",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      11102.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/3/smooth"
    }
   },
   {
    "box": {
     "id": "obj-1245",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      11132.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1246",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      11222.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1247",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      11072.0,
      116.0,
      22.0
     ],
     "text": "mod/4/rate",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5486.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1248",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      11112.0,
      116.0,
      22.0
     ],
     "hint": "mod/4/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "annotation": "mod/4/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "size": 49.999,
     "min": 0.001,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5506.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1249",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      11102.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/4/rate"
    }
   },
   {
    "box": {
     "id": "obj-1250",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      11132.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1251",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      11222.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1252",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      11072.0,
      116.0,
      22.0
     ],
     "text": "mod/4/depth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5486.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1253",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      11112.0,
      116.0,
      22.0
     ],
     "hint": "mod/4/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "annotation": "mod/4/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5506.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1254",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      11102.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/4/depth"
    }
   },
   {
    "box": {
     "id": "obj-1255",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      11132.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1256",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      11222.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1257",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      11072.0,
      116.0,
      22.0
     ],
     "text": "mod/4/offset",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5486.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1258",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      11112.0,
      116.0,
      22.0
     ],
     "hint": "mod/4/offset: how far from its own value the control moves, in parts of its range",
     "annotation": "mod/4/offset: how far from its own value the control moves, in parts of its range",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5506.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1259",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      11102.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/4/offset"
    }
   },
   {
    "box": {
     "id": "obj-1260",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      11132.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1261",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      11222.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1262",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      11072.0,
      116.0,
      22.0
     ],
     "text": "mod/4/phase",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5486.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1263",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      11112.0,
      116.0,
      22.0
     ],
     "hint": "mod/4/phase: where in its cycle it begins",
     "annotation": "mod/4/phase: where in its cycle it begins",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5506.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1264",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      11102.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/4/phase"
    }
   },
   {
    "box": {
     "id": "obj-1265",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      11132.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1266",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      11222.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1267",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      11072.0,
      116.0,
      22.0
     ],
     "text": "mod/4/steps",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5486.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1268",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      11112.0,
      116.0,
      22.0
     ],
     "hint": "mod/4/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "annotation": "mod/4/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5506.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1269",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      11102.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/4/steps"
    }
   },
   {
    "box": {
     "id": "obj-1270",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      11132.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1271",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      11222.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1272",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      11072.0,
      116.0,
      22.0
     ],
     "text": "mod/4/smooth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5486.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1273",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      11112.0,
      116.0,
      22.0
     ],
     "hint": "mod/4/smooth: how slowly it follows; of onsets, how slowly they fade",
     "annotation": "mod/4/smooth: how slowly it follows; of onsets, how slowly they fade",
     "size": 60,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5506.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1274",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      11102.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/4/smooth"
    }
   },
   {
    "box": {
     "id": "obj-1275",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      11132.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1276",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      11222.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1277",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      11348.0,
      116.0,
      22.0
     ],
     "text": "mod/5/rate",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5624.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1278",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      11388.0,
      116.0,
      22.0
     ],
     "hint": "mod/5/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "annotation": "mod/5/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "size": 49.999,
     "min": 0.001,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5644.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1279",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      11378.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/5/rate"
    }
   },
   {
    "box": {
     "id": "obj-1280",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      11408.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1281",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      11498.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1282",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      11348.0,
      116.0,
      22.0
     ],
     "text": "mod/5/depth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5624.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1283",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      11388.0,
      116.0,
      22.0
     ],
     "hint": "mod/5/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "annotation": "mod/5/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5644.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1284",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      11378.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/5/depth"
    }
   },
   {
    "box": {
     "id": "obj-1285",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      11408.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1286",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      11498.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1287",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      11348.0,
      116.0,
      22.0
     ],
     "text": "mod/5/offset",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5624.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1288",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      11388.0,
      116.0,
      22.0
     ],
     "hint": "mod/5/offset: how far from its own value the control moves, in parts of its range",
     "annotation": "mod/5/offset: how far from its own value the control moves, in parts of its range",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5644.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1289",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      11378.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/5/offset"
    }
   },
   {
    "box": {
     "id": "obj-1290",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      11408.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1291",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      11498.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1292",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      11348.0,
      116.0,
      22.0
     ],
     "text": "mod/5/phase",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5624.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1293",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      11388.0,
      116.0,
      22.0
     ],
     "hint": "mod/5/phase: where in its cycle it begins",
     "annotation": "mod/5/phase: where in its cycle it begins",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5644.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1294",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      11378.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/5/phase"
    }
   },
   {
    "box": {
     "id": "obj-1295",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      11408.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1296",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      11498.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1297",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      11348.0,
      116.0,
      22.0
     ],
     "text": "mod/5/steps",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5624.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1298",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      11388.0,
      116.0,
      22.0
     ],
     "hint": "mod/5/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "annotation": "mod/5/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5644.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1299",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      11378.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/5/steps"
    }
   },
   {
    "box": {
     "id": "obj-1300",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      11408.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1301",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      11498.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1302",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      11348.0,
      116.0,
      22.0
     ],
     "text": "mod/5/smooth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5624.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1303",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      11388.0,
      116.0,
      22.0
     ],
     "hint": "mod/5/smooth: how slowly it follows; of onsets, how slowly they fade",
     "annotation": "mod/5/smooth: how slowly it follows; of onsets, how slowly they fade",
     "size": 60,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5644.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1304",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      11378.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/5/smooth"
    }
   },
   {
    "box": {
     "id": "obj-1305",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      11408.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1306",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      11498.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1307",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      11348.0,
      116.0,
      22.0
     ],
     "text": "mod/6/rate",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5624.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1308",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      11388.0,
      116.0,
      22.0
     ],
     "hint": "mod/6/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "annotation": "mod/6/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "size": 49.999,
     "min": 0.001,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5644.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1309",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      11378.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/6/rate"
    }
   },
   {
    "box": {
     "id": "obj-1310",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      11408.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1311",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      11498.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1312",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      11348.0,
      116.0,
      22.0
     ],
     "text": "mod/6/depth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5624.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1313",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      11388.0,
      116.0,
      22.0
     ],
     "hint": "mod/6/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "annotation": "mod/6/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5644.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1314",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      11378.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/6/depth"
    }
   },
   {
    "box": {
     "id": "obj-1315",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      11408.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1316",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      11498.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1317",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      11624.0,
      116.0,
      22.0
     ],
     "text": "mod/6/offset",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5762.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1318",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      11664.0,
      116.0,
      22.0
     ],
     "hint": "mod/6/offset: how far from its own value the control moves, in parts of its range",
     "annotation": "mod/6/offset: how far from its own value the control moves, in parts of its range",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5782.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1319",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      11654.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/6/offset"
    }
   },
   {
    "box": {
     "id": "obj-1320",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      11684.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1321",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      11774.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1322",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      11624.0,
      116.0,
      22.0
     ],
     "text": "mod/6/phase",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5762.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1323",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      11664.0,
      116.0,
      22.0
     ],
     "hint": "mod/6/phase: where in its cycle it begins",
     "annotation": "mod/6/phase: where in its cycle it begins",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5782.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1324",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      11654.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/6/phase"
    }
   },
   {
    "box": {
     "id": "obj-1325",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      11684.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1326",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      11774.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1327",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      11624.0,
      116.0,
      22.0
     ],
     "text": "mod/6/steps",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5762.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1328",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      11664.0,
      116.0,
      22.0
     ],
     "hint": "mod/6/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "annotation": "mod/6/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5782.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1329",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      11654.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/6/steps"
    }
   },
   {
    "box": {
     "id": "obj-1330",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      11684.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1331",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      11774.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1332",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      11624.0,
      116.0,
      22.0
     ],
     "text": "mod/6/smooth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5762.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1333",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      11664.0,
      116.0,
      22.0
     ],
     "hint": "mod/6/smooth: how slowly it follows; of onsets, how slowly they fade",
     "annotation": "mod/6/smooth: how slowly it follows; of onsets, how slowly they fade",
     "size": 60,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5782.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1334",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      11654.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/6/smooth"
    }
   },
   {
    "box": {
     "id": "obj-1335",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      11684.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1336",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      11774.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1337",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      11624.0,
      116.0,
      22.0
     ],
     "text": "mod/7/rate",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5762.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1338",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      11664.0,
      116.0,
      22.0
     ],
     "hint": "mod/7/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "annotation": "mod/7/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "size": 49.999,
     "min": 0.001,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5782.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1339",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      11654.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/7/rate"
    }
   },
   {
    "box": {
     "id": "obj-1340",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      11684.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1341",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      11774.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1342",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      11624.0,
      116.0,
      22.0
     ],
     "text": "mod/7/depth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5762.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1343",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      11664.0,
      116.0,
      22.0
     ],
     "hint": "mod/7/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "annotation": "mod/7/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5782.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1344",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      11654.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/7/depth"
    }
   },
   {
    "box": {
     "id": "obj-1345",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      11684.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1346",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      11774.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1347",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      11624.0,
      116.0,
      22.0
     ],
     "text": "mod/7/offset",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5762.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1348",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      11664.0,
      116.0,
      22.0
     ],
     "hint": "mod/7/offset: how far from its own value the control moves, in parts of its range",
     "annotation": "mod/7/offset: how far from its own value the control moves, in parts of its range",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5782.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1349",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      11654.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/7/offset"
    }
   },
   {
    "box": {
     "id": "obj-1350",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      11684.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1351",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      11774.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1352",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      11624.0,
      116.0,
      22.0
     ],
     "text": "mod/7/phase",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5762.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1353",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      11664.0,
      116.0,
      22.0
     ],
     "hint": "mod/7/phase: where in its cycle it begins",
     "annotation": "mod/7/phase: where in its cycle it begins",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5782.0,
      116.0,
      110.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1354",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      11654.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/7/phase"
    }
   },
   {
    "box": {
     "id": "obj-1355",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      11684.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1356",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      11774.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1357",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      11900.0,
      1000.0,
      22.0
     ],
     "text": "Mod 3",
     "fontsize": 18.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5900.0,
      1000.0,
      30.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1358",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      11976.0,
      116.0,
      22.0
     ],
     "text": "mod/7/steps",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5938.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1359",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      12016.0,
      116.0,
      22.0
     ],
     "hint": "mod/7/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "annotation": "mod/7/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      8.0,
      5958.0,
      116.0,
      213.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1360",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      12006.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/7/steps"
    }
   },
   {
    "box": {
     "id": "obj-1361",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2408.0,
      12036.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1362",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2408.0,
      12126.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1363",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      11976.0,
      116.0,
      22.0
     ],
     "text": "mod/7/smooth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5938.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1364",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      12016.0,
      116.0,
      22.0
     ],
     "hint": "mod/7/smooth: how slowly it follows; of onsets, how slowly they fade",
     "annotation": "mod/7/smooth: how slowly it follows; of onsets, how slowly they fade",
     "size": 60,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      132.0,
      5958.0,
      116.0,
      213.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1365",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      12006.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/7/smooth"
    }
   },
   {
    "box": {
     "id": "obj-1366",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2532.0,
      12036.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1367",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      12126.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1368",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      11976.0,
      116.0,
      22.0
     ],
     "text": "mod/8/rate",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5938.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1369",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      12016.0,
      116.0,
      22.0
     ],
     "hint": "mod/8/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "annotation": "mod/8/rate: cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats",
     "size": 49.999,
     "min": 0.001,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      256.0,
      5958.0,
      116.0,
      213.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1370",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      12006.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/8/rate"
    }
   },
   {
    "box": {
     "id": "obj-1371",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2656.0,
      12036.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1372",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2656.0,
      12126.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1373",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      11976.0,
      116.0,
      22.0
     ],
     "text": "mod/8/depth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5938.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1374",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      12016.0,
      116.0,
      22.0
     ],
     "hint": "mod/8/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "annotation": "mod/8/depth: how far it moves, in parts of the control's range; of song, how much of the curve counts",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      380.0,
      5958.0,
      116.0,
      213.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1375",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      12006.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/8/depth"
    }
   },
   {
    "box": {
     "id": "obj-1376",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2780.0,
      12036.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1377",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2780.0,
      12126.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1378",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      11976.0,
      116.0,
      22.0
     ],
     "text": "mod/8/offset",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5938.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1379",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      12016.0,
      116.0,
      22.0
     ],
     "hint": "mod/8/offset: how far from its own value the control moves, in parts of its range",
     "annotation": "mod/8/offset: how far from its own value the control moves, in parts of its range",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      504.0,
      5958.0,
      116.0,
      213.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1380",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      12006.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/8/offset"
    }
   },
   {
    "box": {
     "id": "obj-1381",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      2904.0,
      12036.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1382",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2904.0,
      12126.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1383",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      11976.0,
      116.0,
      22.0
     ],
     "text": "mod/8/phase",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5938.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1384",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      12016.0,
      116.0,
      22.0
     ],
     "hint": "mod/8/phase: where in its cycle it begins",
     "annotation": "mod/8/phase: where in its cycle it begins",
     "size": 1,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      628.0,
      5958.0,
      116.0,
      213.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1385",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      12006.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/8/phase"
    }
   },
   {
    "box": {
     "id": "obj-1386",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3028.0,
      12036.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1387",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3028.0,
      12126.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1388",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      11976.0,
      116.0,
      22.0
     ],
     "text": "mod/8/steps",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5938.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1389",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      12016.0,
      116.0,
      22.0
     ],
     "hint": "mod/8/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "annotation": "mod/8/steps: the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high",
     "size": 2,
     "min": -1,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      752.0,
      5958.0,
      116.0,
      213.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1390",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      12006.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/8/steps"
    }
   },
   {
    "box": {
     "id": "obj-1391",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3152.0,
      12036.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1392",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3152.0,
      12126.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1393",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      11976.0,
      116.0,
      22.0
     ],
     "text": "mod/8/smooth",
     "fontsize": 10.0,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5938.0,
      116.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1394",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      12016.0,
      116.0,
      22.0
     ],
     "hint": "mod/8/smooth: how slowly it follows; of onsets, how slowly they fade",
     "annotation": "mod/8/smooth: how slowly it follows; of onsets, how slowly they fade",
     "size": 60,
     "min": 0,
     "floatoutput": 1,
     "presentation": 1,
     "presentation_rect": [
      876.0,
      5958.0,
      116.0,
      213.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-1395",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      12006.0,
      116.0,
      22.0
     ],
     "text": "prepend /demond/mod/8/smooth"
    }
   },
   {
    "box": {
     "id": "obj-1396",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [
      3276.0,
      12036.0,
      116.0,
      22.0
     ],
     "text": "s demond-out"
    }
   },
   {
    "box": {
     "id": "obj-1397",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3276.0,
      12126.0,
      116.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-1398",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1340.0,
      20.0,
      120.0,
      22.0
     ],
     "text": "r demond-in"
    }
   },
   {
    "box": {
     "id": "obj-1399",
     "maxclass": "newobj",
     "numinlets": 101,
     "numoutlets": 101,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1340.0,
      50.0,
      900.0,
      22.0
     ],
     "text": "route /demond/denoise /demond/hint_strength /demond/blend /demond/feedback /demond/guidance /demond/velocity_scale /demond/timbre_strength /demond/volume /demond/depth /demond/steps /demond/shift /demond/bpm /demond/x0_target /demond/ode_noise /demond/sde_curve /demond/morph /demond/freeze /demond/mute /demond/sde /demond/dcw /demond/guidance_mode /demond/quantize /demond/prompt/a /demond/prompt/b /demond/prompt/c /demond/prompt/d /demond/weight/a /demond/weight/b /demond/weight/c /demond/weight/d /demond/recall_time /3/fader1 /3/fader2 /3/fader3 /3/fader4 /3/fader5 /3/fader6 /3/fader7 /3/fader8 /demond/group/0 /demond/group/1 /demond/group/2 /demond/group/3 /demond/group/4 /demond/group/5 /demond/group/6 /demond/group/7 /demond/lora_triggers /demond/denoise_quantize /demond/dcw_mode /demond/dcw_wavelet /demond/blend_mode /demond/time_signature /demond/loop_unit /demond/sync /demond/initial_noise /demond/x0_gate /demond/cfg_rescale /demond/apg_momentum /demond/dcw_low /demond/dcw_high /demond/dcw_mult /demond/dcw_phase /demond/dcw_threshold /demond/structure_blend /demond/feedback_tap /demond/repaint_start /demond/repaint_end /demond/length /demond/context /demond/loop_start /demond/loop_end /demond/window /demond/lead /demond/crossfade /demond/ceiling /demond/prompt_start/a /demond/prompt_start/b /demond/prompt_start/c /demond/prompt_start/d /demond/prompt_end/a /demond/prompt_end/b /demond/prompt_end/c /demond/prompt_end/d /demond/negative_prompt /demond/lyrics /demond/key /demond/language /demond/model /demond/source /demond/timbre /demond/structure /demond/target /demond/follow_source /demond/channel/0 /demond/channel/1 /demond/channel/2 /demond/channel/3 /demond/channel/4 /demond/channel/5"
    }
   },
   {
    "box": {
     "id": "obj-1400",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1340.0,
      100.0,
      120.0,
      22.0
     ],
     "text": "r demond-in"
    }
   },
   {
    "box": {
     "id": "obj-1401",
     "maxclass": "newobj",
     "numinlets": 101,
     "numoutlets": 101,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1340.0,
      130.0,
      900.0,
      22.0
     ],
     "text": "route /demond/channel/6 /demond/channel/7 /demond/channel/8 /demond/channel/9 /demond/channel/10 /demond/channel/11 /demond/channel/12 /demond/channel/13 /demond/channel/14 /demond/channel/15 /demond/channel/16 /demond/channel/17 /demond/channel/18 /demond/channel/19 /demond/channel/20 /demond/channel/21 /demond/channel/22 /demond/channel/23 /demond/channel/24 /demond/channel/25 /demond/channel/26 /demond/channel/27 /demond/channel/28 /demond/channel/29 /demond/channel/30 /demond/channel/31 /demond/channel/32 /demond/channel/33 /demond/channel/34 /demond/channel/35 /demond/channel/36 /demond/channel/37 /demond/channel/38 /demond/channel/39 /demond/channel/40 /demond/channel/41 /demond/channel/42 /demond/channel/43 /demond/channel/44 /demond/channel/45 /demond/channel/46 /demond/channel/47 /demond/channel/48 /demond/channel/49 /demond/channel/50 /demond/channel/51 /demond/channel/52 /demond/channel/53 /demond/channel/54 /demond/channel/55 /demond/channel/56 /demond/channel/57 /demond/channel/58 /demond/channel/59 /demond/channel/60 /demond/channel/61 /demond/channel/62 /demond/channel/63 /demond/mod/1/to /demond/mod/2/to /demond/mod/3/to /demond/mod/4/to /demond/mod/5/to /demond/mod/6/to /demond/mod/7/to /demond/mod/8/to /demond/mod/1/shape /demond/mod/1/clock /demond/mod/2/shape /demond/mod/2/clock /demond/mod/3/shape /demond/mod/3/clock /demond/mod/4/shape /demond/mod/4/clock /demond/mod/5/shape /demond/mod/5/clock /demond/mod/6/shape /demond/mod/6/clock /demond/mod/7/shape /demond/mod/7/clock /demond/mod/8/shape /demond/mod/8/clock /demond/mod/1/rate /demond/mod/1/depth /demond/mod/1/offset /demond/mod/1/phase /demond/mod/1/steps /demond/mod/1/smooth /demond/mod/2/rate /demond/mod/2/depth /demond/mod/2/offset /demond/mod/2/phase /demond/mod/2/steps /demond/mod/2/smooth /demond/mod/3/rate /demond/mod/3/depth /demond/mod/3/offset /demond/mod/3/phase /demond/mod/3/steps /demond/mod/3/smooth"
    }
   },
   {
    "box": {
     "id": "obj-1402",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1340.0,
      180.0,
      120.0,
      22.0
     ],
     "text": "r demond-in"
    }
   },
   {
    "box": {
     "id": "obj-1403",
     "maxclass": "newobj",
     "numinlets": 31,
     "numoutlets": 31,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1340.0,
      210.0,
      900.0,
      22.0
     ],
     "text": "route /demond/mod/4/rate /demond/mod/4/depth /demond/mod/4/offset /demond/mod/4/phase /demond/mod/4/steps /demond/mod/4/smooth /demond/mod/5/rate /demond/mod/5/depth /demond/mod/5/offset /demond/mod/5/phase /demond/mod/5/steps /demond/mod/5/smooth /demond/mod/6/rate /demond/mod/6/depth /demond/mod/6/offset /demond/mod/6/phase /demond/mod/6/steps /demond/mod/6/smooth /demond/mod/7/rate /demond/mod/7/depth /demond/mod/7/offset /demond/mod/7/phase /demond/mod/7/steps /demond/mod/7/smooth /demond/mod/8/rate /demond/mod/8/depth /demond/mod/8/offset /demond/mod/8/phase /demond/mod/8/steps /demond/mod/8/smooth"
    }
   }
  ],
  "lines": [
   {
    "patchline": {
     "source": [
      "obj-1",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-3",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-4",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      0
     ],
     "destination": [
      "obj-6",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-6",
      0
     ],
     "destination": [
      "obj-7",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-8",
      0
     ],
     "destination": [
      "obj-9",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-10",
      0
     ],
     "destination": [
      "obj-11",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      0
     ],
     "destination": [
      "obj-12",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      1
     ],
     "destination": [
      "obj-13",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-16",
      0
     ],
     "destination": [
      "obj-17",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-17",
      0
     ],
     "destination": [
      "obj-18",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-19",
      0
     ],
     "destination": [
      "obj-16",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-21",
      0
     ],
     "destination": [
      "obj-22",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-22",
      0
     ],
     "destination": [
      "obj-23",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-24",
      0
     ],
     "destination": [
      "obj-21",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-26",
      0
     ],
     "destination": [
      "obj-27",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-27",
      0
     ],
     "destination": [
      "obj-28",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-29",
      0
     ],
     "destination": [
      "obj-26",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-31",
      0
     ],
     "destination": [
      "obj-32",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-32",
      0
     ],
     "destination": [
      "obj-33",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-34",
      0
     ],
     "destination": [
      "obj-31",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-36",
      0
     ],
     "destination": [
      "obj-37",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-37",
      0
     ],
     "destination": [
      "obj-38",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-39",
      0
     ],
     "destination": [
      "obj-36",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-41",
      0
     ],
     "destination": [
      "obj-42",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-42",
      0
     ],
     "destination": [
      "obj-43",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-44",
      0
     ],
     "destination": [
      "obj-41",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-46",
      0
     ],
     "destination": [
      "obj-47",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-47",
      0
     ],
     "destination": [
      "obj-48",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-49",
      0
     ],
     "destination": [
      "obj-46",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-51",
      0
     ],
     "destination": [
      "obj-52",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-52",
      0
     ],
     "destination": [
      "obj-53",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-54",
      0
     ],
     "destination": [
      "obj-51",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-56",
      0
     ],
     "destination": [
      "obj-57",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-57",
      0
     ],
     "destination": [
      "obj-58",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-59",
      0
     ],
     "destination": [
      "obj-56",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-61",
      0
     ],
     "destination": [
      "obj-62",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-62",
      0
     ],
     "destination": [
      "obj-63",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-64",
      0
     ],
     "destination": [
      "obj-61",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-66",
      0
     ],
     "destination": [
      "obj-67",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-67",
      0
     ],
     "destination": [
      "obj-68",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-69",
      0
     ],
     "destination": [
      "obj-66",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-71",
      0
     ],
     "destination": [
      "obj-72",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-72",
      0
     ],
     "destination": [
      "obj-73",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-74",
      0
     ],
     "destination": [
      "obj-71",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-76",
      0
     ],
     "destination": [
      "obj-77",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-77",
      0
     ],
     "destination": [
      "obj-78",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-79",
      0
     ],
     "destination": [
      "obj-76",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-81",
      0
     ],
     "destination": [
      "obj-82",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-82",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-84",
      0
     ],
     "destination": [
      "obj-81",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-86",
      0
     ],
     "destination": [
      "obj-87",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-88",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-86",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-91",
      0
     ],
     "destination": [
      "obj-92",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-92",
      0
     ],
     "destination": [
      "obj-93",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-94",
      0
     ],
     "destination": [
      "obj-91",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-96",
      0
     ],
     "destination": [
      "obj-97",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-97",
      0
     ],
     "destination": [
      "obj-98",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-99",
      0
     ],
     "destination": [
      "obj-96",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-101",
      0
     ],
     "destination": [
      "obj-102",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-102",
      0
     ],
     "destination": [
      "obj-103",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-104",
      0
     ],
     "destination": [
      "obj-101",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-106",
      0
     ],
     "destination": [
      "obj-107",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-107",
      0
     ],
     "destination": [
      "obj-108",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-109",
      0
     ],
     "destination": [
      "obj-106",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-111",
      0
     ],
     "destination": [
      "obj-112",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-112",
      0
     ],
     "destination": [
      "obj-113",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-114",
      0
     ],
     "destination": [
      "obj-111",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-116",
      0
     ],
     "destination": [
      "obj-117",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-117",
      0
     ],
     "destination": [
      "obj-118",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-119",
      0
     ],
     "destination": [
      "obj-116",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-121",
      0
     ],
     "destination": [
      "obj-122",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-122",
      0
     ],
     "destination": [
      "obj-123",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-124",
      0
     ],
     "destination": [
      "obj-121",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-125",
      0
     ],
     "destination": [
      "obj-126",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-126",
      0
     ],
     "destination": [
      "obj-127",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-128",
      0
     ],
     "destination": [
      "obj-129",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-129",
      0
     ],
     "destination": [
      "obj-130",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-131",
      0
     ],
     "destination": [
      "obj-132",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-132",
      0
     ],
     "destination": [
      "obj-133",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-134",
      0
     ],
     "destination": [
      "obj-135",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-135",
      0
     ],
     "destination": [
      "obj-136",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-137",
      0
     ],
     "destination": [
      "obj-138",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-138",
      0
     ],
     "destination": [
      "obj-139",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-140",
      0
     ],
     "destination": [
      "obj-141",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-141",
      0
     ],
     "destination": [
      "obj-142",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-143",
      0
     ],
     "destination": [
      "obj-144",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-144",
      0
     ],
     "destination": [
      "obj-145",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-146",
      0
     ],
     "destination": [
      "obj-147",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-147",
      0
     ],
     "destination": [
      "obj-148",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-149",
      0
     ],
     "destination": [
      "obj-150",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-150",
      0
     ],
     "destination": [
      "obj-151",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-152",
      0
     ],
     "destination": [
      "obj-153",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-153",
      0
     ],
     "destination": [
      "obj-154",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-155",
      0
     ],
     "destination": [
      "obj-156",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-156",
      0
     ],
     "destination": [
      "obj-157",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-158",
      0
     ],
     "destination": [
      "obj-159",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-159",
      0
     ],
     "destination": [
      "obj-160",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-161",
      0
     ],
     "destination": [
      "obj-162",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-162",
      0
     ],
     "destination": [
      "obj-163",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-164",
      0
     ],
     "destination": [
      "obj-165",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-165",
      0
     ],
     "destination": [
      "obj-166",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-169",
      0
     ],
     "destination": [
      "obj-172",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-172",
      0
     ],
     "destination": [
      "obj-173",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-173",
      0
     ],
     "destination": [
      "obj-170",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-170",
      0
     ],
     "destination": [
      "obj-171",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-174",
      0
     ],
     "destination": [
      "obj-169",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-176",
      0
     ],
     "destination": [
      "obj-179",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-179",
      0
     ],
     "destination": [
      "obj-180",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-180",
      0
     ],
     "destination": [
      "obj-177",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-177",
      0
     ],
     "destination": [
      "obj-178",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-181",
      0
     ],
     "destination": [
      "obj-176",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-183",
      0
     ],
     "destination": [
      "obj-186",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-186",
      0
     ],
     "destination": [
      "obj-187",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-187",
      0
     ],
     "destination": [
      "obj-184",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-184",
      0
     ],
     "destination": [
      "obj-185",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-188",
      0
     ],
     "destination": [
      "obj-183",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-190",
      0
     ],
     "destination": [
      "obj-193",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-193",
      0
     ],
     "destination": [
      "obj-194",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      0
     ],
     "destination": [
      "obj-191",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-191",
      0
     ],
     "destination": [
      "obj-192",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-195",
      0
     ],
     "destination": [
      "obj-190",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-197",
      0
     ],
     "destination": [
      "obj-198",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-198",
      0
     ],
     "destination": [
      "obj-199",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-200",
      0
     ],
     "destination": [
      "obj-197",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-202",
      0
     ],
     "destination": [
      "obj-203",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-203",
      0
     ],
     "destination": [
      "obj-204",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-205",
      0
     ],
     "destination": [
      "obj-202",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-207",
      0
     ],
     "destination": [
      "obj-208",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-208",
      0
     ],
     "destination": [
      "obj-209",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-210",
      0
     ],
     "destination": [
      "obj-207",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-212",
      0
     ],
     "destination": [
      "obj-213",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-213",
      0
     ],
     "destination": [
      "obj-214",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-215",
      0
     ],
     "destination": [
      "obj-212",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-217",
      0
     ],
     "destination": [
      "obj-218",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-218",
      0
     ],
     "destination": [
      "obj-219",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-220",
      0
     ],
     "destination": [
      "obj-217",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-222",
      0
     ],
     "destination": [
      "obj-223",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-223",
      0
     ],
     "destination": [
      "obj-224",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-225",
      0
     ],
     "destination": [
      "obj-222",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-227",
      0
     ],
     "destination": [
      "obj-228",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-228",
      0
     ],
     "destination": [
      "obj-229",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-230",
      0
     ],
     "destination": [
      "obj-227",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-231",
      0
     ],
     "destination": [
      "obj-232",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-232",
      0
     ],
     "destination": [
      "obj-233",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-234",
      0
     ],
     "destination": [
      "obj-235",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-235",
      0
     ],
     "destination": [
      "obj-236",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-237",
      0
     ],
     "destination": [
      "obj-238",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-238",
      0
     ],
     "destination": [
      "obj-239",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-240",
      0
     ],
     "destination": [
      "obj-241",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-241",
      0
     ],
     "destination": [
      "obj-242",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-243",
      0
     ],
     "destination": [
      "obj-244",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-244",
      0
     ],
     "destination": [
      "obj-245",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-246",
      0
     ],
     "destination": [
      "obj-247",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-247",
      0
     ],
     "destination": [
      "obj-248",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-249",
      0
     ],
     "destination": [
      "obj-250",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-250",
      0
     ],
     "destination": [
      "obj-251",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-252",
      0
     ],
     "destination": [
      "obj-253",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-253",
      0
     ],
     "destination": [
      "obj-254",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-255",
      0
     ],
     "destination": [
      "obj-256",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-256",
      0
     ],
     "destination": [
      "obj-257",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-258",
      0
     ],
     "destination": [
      "obj-259",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-259",
      0
     ],
     "destination": [
      "obj-260",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-261",
      0
     ],
     "destination": [
      "obj-262",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-262",
      0
     ],
     "destination": [
      "obj-263",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-264",
      0
     ],
     "destination": [
      "obj-265",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-265",
      0
     ],
     "destination": [
      "obj-266",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-267",
      0
     ],
     "destination": [
      "obj-268",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-268",
      0
     ],
     "destination": [
      "obj-269",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-270",
      0
     ],
     "destination": [
      "obj-271",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-271",
      0
     ],
     "destination": [
      "obj-272",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-273",
      0
     ],
     "destination": [
      "obj-274",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-274",
      0
     ],
     "destination": [
      "obj-275",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-276",
      0
     ],
     "destination": [
      "obj-277",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-277",
      0
     ],
     "destination": [
      "obj-278",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-279",
      0
     ],
     "destination": [
      "obj-280",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-280",
      0
     ],
     "destination": [
      "obj-281",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-282",
      0
     ],
     "destination": [
      "obj-283",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-283",
      0
     ],
     "destination": [
      "obj-284",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-285",
      0
     ],
     "destination": [
      "obj-286",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-286",
      0
     ],
     "destination": [
      "obj-287",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-288",
      0
     ],
     "destination": [
      "obj-289",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-289",
      0
     ],
     "destination": [
      "obj-290",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-291",
      0
     ],
     "destination": [
      "obj-292",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-292",
      0
     ],
     "destination": [
      "obj-293",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-294",
      0
     ],
     "destination": [
      "obj-295",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-295",
      0
     ],
     "destination": [
      "obj-296",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-297",
      0
     ],
     "destination": [
      "obj-298",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-298",
      0
     ],
     "destination": [
      "obj-299",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-300",
      0
     ],
     "destination": [
      "obj-301",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-301",
      0
     ],
     "destination": [
      "obj-302",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-303",
      0
     ],
     "destination": [
      "obj-304",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-304",
      0
     ],
     "destination": [
      "obj-305",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-306",
      0
     ],
     "destination": [
      "obj-307",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-307",
      0
     ],
     "destination": [
      "obj-308",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-309",
      0
     ],
     "destination": [
      "obj-310",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-310",
      0
     ],
     "destination": [
      "obj-311",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-312",
      0
     ],
     "destination": [
      "obj-313",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-313",
      0
     ],
     "destination": [
      "obj-314",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-315",
      0
     ],
     "destination": [
      "obj-316",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-316",
      0
     ],
     "destination": [
      "obj-317",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-318",
      0
     ],
     "destination": [
      "obj-319",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-319",
      0
     ],
     "destination": [
      "obj-320",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-321",
      0
     ],
     "destination": [
      "obj-322",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-322",
      0
     ],
     "destination": [
      "obj-323",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-324",
      0
     ],
     "destination": [
      "obj-325",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-325",
      0
     ],
     "destination": [
      "obj-326",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-327",
      0
     ],
     "destination": [
      "obj-328",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-328",
      0
     ],
     "destination": [
      "obj-329",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-330",
      0
     ],
     "destination": [
      "obj-331",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-331",
      0
     ],
     "destination": [
      "obj-332",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-333",
      0
     ],
     "destination": [
      "obj-334",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-334",
      0
     ],
     "destination": [
      "obj-335",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-337",
      0
     ],
     "destination": [
      "obj-338",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-338",
      0
     ],
     "destination": [
      "obj-339",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-340",
      0
     ],
     "destination": [
      "obj-337",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-343",
      0
     ],
     "destination": [
      "obj-344",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-344",
      0
     ],
     "destination": [
      "obj-345",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-346",
      0
     ],
     "destination": [
      "obj-343",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-348",
      0
     ],
     "destination": [
      "obj-349",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-349",
      0
     ],
     "destination": [
      "obj-350",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-351",
      0
     ],
     "destination": [
      "obj-348",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-353",
      0
     ],
     "destination": [
      "obj-354",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-354",
      0
     ],
     "destination": [
      "obj-355",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-356",
      0
     ],
     "destination": [
      "obj-353",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-358",
      0
     ],
     "destination": [
      "obj-359",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-359",
      0
     ],
     "destination": [
      "obj-360",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-361",
      0
     ],
     "destination": [
      "obj-358",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-363",
      0
     ],
     "destination": [
      "obj-364",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-364",
      0
     ],
     "destination": [
      "obj-365",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-366",
      0
     ],
     "destination": [
      "obj-363",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-368",
      0
     ],
     "destination": [
      "obj-369",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-369",
      0
     ],
     "destination": [
      "obj-370",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-371",
      0
     ],
     "destination": [
      "obj-368",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-373",
      0
     ],
     "destination": [
      "obj-374",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-374",
      0
     ],
     "destination": [
      "obj-375",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-376",
      0
     ],
     "destination": [
      "obj-373",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-378",
      0
     ],
     "destination": [
      "obj-379",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-379",
      0
     ],
     "destination": [
      "obj-380",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-381",
      0
     ],
     "destination": [
      "obj-378",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-383",
      0
     ],
     "destination": [
      "obj-384",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-384",
      0
     ],
     "destination": [
      "obj-385",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-386",
      0
     ],
     "destination": [
      "obj-383",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-388",
      0
     ],
     "destination": [
      "obj-389",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-389",
      0
     ],
     "destination": [
      "obj-390",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-391",
      0
     ],
     "destination": [
      "obj-388",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-393",
      0
     ],
     "destination": [
      "obj-394",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-394",
      0
     ],
     "destination": [
      "obj-395",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-396",
      0
     ],
     "destination": [
      "obj-393",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-398",
      0
     ],
     "destination": [
      "obj-399",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-399",
      0
     ],
     "destination": [
      "obj-400",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-401",
      0
     ],
     "destination": [
      "obj-398",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-403",
      0
     ],
     "destination": [
      "obj-404",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-404",
      0
     ],
     "destination": [
      "obj-405",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-406",
      0
     ],
     "destination": [
      "obj-403",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-408",
      0
     ],
     "destination": [
      "obj-409",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-409",
      0
     ],
     "destination": [
      "obj-410",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-411",
      0
     ],
     "destination": [
      "obj-408",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-413",
      0
     ],
     "destination": [
      "obj-414",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-414",
      0
     ],
     "destination": [
      "obj-415",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-416",
      0
     ],
     "destination": [
      "obj-413",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-418",
      0
     ],
     "destination": [
      "obj-419",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-419",
      0
     ],
     "destination": [
      "obj-420",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-421",
      0
     ],
     "destination": [
      "obj-418",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-423",
      0
     ],
     "destination": [
      "obj-424",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-424",
      0
     ],
     "destination": [
      "obj-425",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-426",
      0
     ],
     "destination": [
      "obj-423",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-428",
      0
     ],
     "destination": [
      "obj-429",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-429",
      0
     ],
     "destination": [
      "obj-430",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-431",
      0
     ],
     "destination": [
      "obj-428",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-433",
      0
     ],
     "destination": [
      "obj-434",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-434",
      0
     ],
     "destination": [
      "obj-435",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-436",
      0
     ],
     "destination": [
      "obj-433",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-439",
      0
     ],
     "destination": [
      "obj-440",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-440",
      0
     ],
     "destination": [
      "obj-441",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-442",
      0
     ],
     "destination": [
      "obj-439",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-444",
      0
     ],
     "destination": [
      "obj-445",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-445",
      0
     ],
     "destination": [
      "obj-446",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-447",
      0
     ],
     "destination": [
      "obj-444",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-449",
      0
     ],
     "destination": [
      "obj-450",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-450",
      0
     ],
     "destination": [
      "obj-451",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-452",
      0
     ],
     "destination": [
      "obj-449",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-454",
      0
     ],
     "destination": [
      "obj-455",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-455",
      0
     ],
     "destination": [
      "obj-456",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-457",
      0
     ],
     "destination": [
      "obj-454",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-459",
      0
     ],
     "destination": [
      "obj-460",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-460",
      0
     ],
     "destination": [
      "obj-461",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-462",
      0
     ],
     "destination": [
      "obj-459",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-464",
      0
     ],
     "destination": [
      "obj-465",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-465",
      0
     ],
     "destination": [
      "obj-466",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-467",
      0
     ],
     "destination": [
      "obj-464",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-469",
      0
     ],
     "destination": [
      "obj-470",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-470",
      0
     ],
     "destination": [
      "obj-471",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-472",
      0
     ],
     "destination": [
      "obj-469",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-474",
      0
     ],
     "destination": [
      "obj-475",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-475",
      0
     ],
     "destination": [
      "obj-476",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-477",
      0
     ],
     "destination": [
      "obj-474",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-479",
      0
     ],
     "destination": [
      "obj-480",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-480",
      0
     ],
     "destination": [
      "obj-481",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-482",
      0
     ],
     "destination": [
      "obj-479",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-484",
      0
     ],
     "destination": [
      "obj-485",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-485",
      0
     ],
     "destination": [
      "obj-486",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-487",
      0
     ],
     "destination": [
      "obj-484",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-489",
      0
     ],
     "destination": [
      "obj-490",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-490",
      0
     ],
     "destination": [
      "obj-491",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-492",
      0
     ],
     "destination": [
      "obj-489",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-494",
      0
     ],
     "destination": [
      "obj-495",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-495",
      0
     ],
     "destination": [
      "obj-496",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-497",
      0
     ],
     "destination": [
      "obj-494",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-499",
      0
     ],
     "destination": [
      "obj-500",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-500",
      0
     ],
     "destination": [
      "obj-501",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-502",
      0
     ],
     "destination": [
      "obj-499",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-504",
      0
     ],
     "destination": [
      "obj-505",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-505",
      0
     ],
     "destination": [
      "obj-506",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-507",
      0
     ],
     "destination": [
      "obj-504",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-509",
      0
     ],
     "destination": [
      "obj-510",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-510",
      0
     ],
     "destination": [
      "obj-511",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-512",
      0
     ],
     "destination": [
      "obj-509",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-514",
      0
     ],
     "destination": [
      "obj-515",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-515",
      0
     ],
     "destination": [
      "obj-516",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-517",
      0
     ],
     "destination": [
      "obj-514",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-519",
      0
     ],
     "destination": [
      "obj-520",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-520",
      0
     ],
     "destination": [
      "obj-521",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-522",
      0
     ],
     "destination": [
      "obj-519",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-524",
      0
     ],
     "destination": [
      "obj-525",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-525",
      0
     ],
     "destination": [
      "obj-526",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-527",
      0
     ],
     "destination": [
      "obj-524",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-529",
      0
     ],
     "destination": [
      "obj-530",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-530",
      0
     ],
     "destination": [
      "obj-531",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-532",
      0
     ],
     "destination": [
      "obj-529",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-534",
      0
     ],
     "destination": [
      "obj-535",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-535",
      0
     ],
     "destination": [
      "obj-536",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-537",
      0
     ],
     "destination": [
      "obj-534",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-539",
      0
     ],
     "destination": [
      "obj-540",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-540",
      0
     ],
     "destination": [
      "obj-541",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-542",
      0
     ],
     "destination": [
      "obj-539",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-544",
      0
     ],
     "destination": [
      "obj-545",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-545",
      0
     ],
     "destination": [
      "obj-546",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-547",
      0
     ],
     "destination": [
      "obj-544",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-549",
      0
     ],
     "destination": [
      "obj-550",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-550",
      0
     ],
     "destination": [
      "obj-551",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-552",
      0
     ],
     "destination": [
      "obj-549",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-554",
      0
     ],
     "destination": [
      "obj-555",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-555",
      0
     ],
     "destination": [
      "obj-556",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-557",
      0
     ],
     "destination": [
      "obj-554",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-559",
      0
     ],
     "destination": [
      "obj-560",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-560",
      0
     ],
     "destination": [
      "obj-561",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-562",
      0
     ],
     "destination": [
      "obj-559",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-564",
      0
     ],
     "destination": [
      "obj-565",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-565",
      0
     ],
     "destination": [
      "obj-566",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-567",
      0
     ],
     "destination": [
      "obj-564",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-569",
      0
     ],
     "destination": [
      "obj-570",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-570",
      0
     ],
     "destination": [
      "obj-571",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-572",
      0
     ],
     "destination": [
      "obj-569",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-574",
      0
     ],
     "destination": [
      "obj-575",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-575",
      0
     ],
     "destination": [
      "obj-576",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-577",
      0
     ],
     "destination": [
      "obj-574",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-579",
      0
     ],
     "destination": [
      "obj-580",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-580",
      0
     ],
     "destination": [
      "obj-581",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-582",
      0
     ],
     "destination": [
      "obj-579",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-584",
      0
     ],
     "destination": [
      "obj-585",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-585",
      0
     ],
     "destination": [
      "obj-586",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-587",
      0
     ],
     "destination": [
      "obj-584",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-589",
      0
     ],
     "destination": [
      "obj-590",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-590",
      0
     ],
     "destination": [
      "obj-591",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-592",
      0
     ],
     "destination": [
      "obj-589",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-595",
      0
     ],
     "destination": [
      "obj-596",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-596",
      0
     ],
     "destination": [
      "obj-597",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-598",
      0
     ],
     "destination": [
      "obj-595",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-600",
      0
     ],
     "destination": [
      "obj-601",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-601",
      0
     ],
     "destination": [
      "obj-602",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-603",
      0
     ],
     "destination": [
      "obj-600",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-605",
      0
     ],
     "destination": [
      "obj-606",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-606",
      0
     ],
     "destination": [
      "obj-607",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-608",
      0
     ],
     "destination": [
      "obj-605",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-610",
      0
     ],
     "destination": [
      "obj-611",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-611",
      0
     ],
     "destination": [
      "obj-612",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-613",
      0
     ],
     "destination": [
      "obj-610",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-615",
      0
     ],
     "destination": [
      "obj-616",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-616",
      0
     ],
     "destination": [
      "obj-617",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-618",
      0
     ],
     "destination": [
      "obj-615",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-620",
      0
     ],
     "destination": [
      "obj-623",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-623",
      0
     ],
     "destination": [
      "obj-624",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-624",
      0
     ],
     "destination": [
      "obj-621",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-621",
      0
     ],
     "destination": [
      "obj-622",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-625",
      0
     ],
     "destination": [
      "obj-620",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-627",
      0
     ],
     "destination": [
      "obj-630",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-630",
      0
     ],
     "destination": [
      "obj-631",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-631",
      0
     ],
     "destination": [
      "obj-628",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-628",
      0
     ],
     "destination": [
      "obj-629",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-632",
      0
     ],
     "destination": [
      "obj-627",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-634",
      0
     ],
     "destination": [
      "obj-637",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-637",
      0
     ],
     "destination": [
      "obj-638",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-638",
      0
     ],
     "destination": [
      "obj-635",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-635",
      0
     ],
     "destination": [
      "obj-636",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-639",
      0
     ],
     "destination": [
      "obj-634",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-641",
      0
     ],
     "destination": [
      "obj-644",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-644",
      0
     ],
     "destination": [
      "obj-645",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-645",
      0
     ],
     "destination": [
      "obj-642",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-642",
      0
     ],
     "destination": [
      "obj-643",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-646",
      0
     ],
     "destination": [
      "obj-641",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-648",
      0
     ],
     "destination": [
      "obj-651",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-651",
      0
     ],
     "destination": [
      "obj-652",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-652",
      0
     ],
     "destination": [
      "obj-649",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-649",
      0
     ],
     "destination": [
      "obj-650",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-653",
      0
     ],
     "destination": [
      "obj-648",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-655",
      0
     ],
     "destination": [
      "obj-658",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-658",
      0
     ],
     "destination": [
      "obj-659",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-659",
      0
     ],
     "destination": [
      "obj-656",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-656",
      0
     ],
     "destination": [
      "obj-657",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-660",
      0
     ],
     "destination": [
      "obj-655",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-662",
      0
     ],
     "destination": [
      "obj-665",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-665",
      0
     ],
     "destination": [
      "obj-666",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-666",
      0
     ],
     "destination": [
      "obj-663",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-663",
      0
     ],
     "destination": [
      "obj-664",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-667",
      0
     ],
     "destination": [
      "obj-662",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-669",
      0
     ],
     "destination": [
      "obj-672",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-672",
      0
     ],
     "destination": [
      "obj-673",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-673",
      0
     ],
     "destination": [
      "obj-670",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-670",
      0
     ],
     "destination": [
      "obj-671",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-674",
      0
     ],
     "destination": [
      "obj-669",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-676",
      0
     ],
     "destination": [
      "obj-679",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-679",
      0
     ],
     "destination": [
      "obj-680",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-680",
      0
     ],
     "destination": [
      "obj-677",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-677",
      0
     ],
     "destination": [
      "obj-678",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-681",
      0
     ],
     "destination": [
      "obj-676",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-683",
      0
     ],
     "destination": [
      "obj-684",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-684",
      0
     ],
     "destination": [
      "obj-685",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-686",
      0
     ],
     "destination": [
      "obj-683",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-688",
      0
     ],
     "destination": [
      "obj-689",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-689",
      0
     ],
     "destination": [
      "obj-690",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-691",
      0
     ],
     "destination": [
      "obj-692",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-692",
      0
     ],
     "destination": [
      "obj-693",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-694",
      0
     ],
     "destination": [
      "obj-695",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-695",
      0
     ],
     "destination": [
      "obj-696",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-699",
      0
     ],
     "destination": [
      "obj-700",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-700",
      0
     ],
     "destination": [
      "obj-701",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-702",
      0
     ],
     "destination": [
      "obj-699",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-704",
      0
     ],
     "destination": [
      "obj-705",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-705",
      0
     ],
     "destination": [
      "obj-706",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-707",
      0
     ],
     "destination": [
      "obj-704",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-709",
      0
     ],
     "destination": [
      "obj-710",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-710",
      0
     ],
     "destination": [
      "obj-711",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-712",
      0
     ],
     "destination": [
      "obj-709",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-714",
      0
     ],
     "destination": [
      "obj-715",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-715",
      0
     ],
     "destination": [
      "obj-716",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-717",
      0
     ],
     "destination": [
      "obj-714",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-719",
      0
     ],
     "destination": [
      "obj-720",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-720",
      0
     ],
     "destination": [
      "obj-721",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-722",
      0
     ],
     "destination": [
      "obj-719",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-724",
      0
     ],
     "destination": [
      "obj-725",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-725",
      0
     ],
     "destination": [
      "obj-726",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-727",
      0
     ],
     "destination": [
      "obj-724",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-729",
      0
     ],
     "destination": [
      "obj-730",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-730",
      0
     ],
     "destination": [
      "obj-731",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-732",
      0
     ],
     "destination": [
      "obj-729",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-734",
      0
     ],
     "destination": [
      "obj-735",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-735",
      0
     ],
     "destination": [
      "obj-736",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-737",
      0
     ],
     "destination": [
      "obj-734",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-739",
      0
     ],
     "destination": [
      "obj-740",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-740",
      0
     ],
     "destination": [
      "obj-741",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-742",
      0
     ],
     "destination": [
      "obj-739",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-744",
      0
     ],
     "destination": [
      "obj-745",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-745",
      0
     ],
     "destination": [
      "obj-746",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-747",
      0
     ],
     "destination": [
      "obj-744",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-749",
      0
     ],
     "destination": [
      "obj-750",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-750",
      0
     ],
     "destination": [
      "obj-751",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-752",
      0
     ],
     "destination": [
      "obj-749",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-754",
      0
     ],
     "destination": [
      "obj-755",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-755",
      0
     ],
     "destination": [
      "obj-756",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-757",
      0
     ],
     "destination": [
      "obj-754",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-759",
      0
     ],
     "destination": [
      "obj-760",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-760",
      0
     ],
     "destination": [
      "obj-761",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-762",
      0
     ],
     "destination": [
      "obj-759",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-764",
      0
     ],
     "destination": [
      "obj-765",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-765",
      0
     ],
     "destination": [
      "obj-766",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-767",
      0
     ],
     "destination": [
      "obj-764",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-769",
      0
     ],
     "destination": [
      "obj-770",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-770",
      0
     ],
     "destination": [
      "obj-771",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-772",
      0
     ],
     "destination": [
      "obj-769",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-774",
      0
     ],
     "destination": [
      "obj-775",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-775",
      0
     ],
     "destination": [
      "obj-776",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-777",
      0
     ],
     "destination": [
      "obj-774",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-779",
      0
     ],
     "destination": [
      "obj-780",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-780",
      0
     ],
     "destination": [
      "obj-781",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-782",
      0
     ],
     "destination": [
      "obj-779",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-784",
      0
     ],
     "destination": [
      "obj-785",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-785",
      0
     ],
     "destination": [
      "obj-786",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-787",
      0
     ],
     "destination": [
      "obj-784",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-789",
      0
     ],
     "destination": [
      "obj-790",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-790",
      0
     ],
     "destination": [
      "obj-791",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-792",
      0
     ],
     "destination": [
      "obj-789",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-794",
      0
     ],
     "destination": [
      "obj-795",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-795",
      0
     ],
     "destination": [
      "obj-796",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-797",
      0
     ],
     "destination": [
      "obj-794",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-799",
      0
     ],
     "destination": [
      "obj-800",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-800",
      0
     ],
     "destination": [
      "obj-801",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-802",
      0
     ],
     "destination": [
      "obj-799",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-804",
      0
     ],
     "destination": [
      "obj-805",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-805",
      0
     ],
     "destination": [
      "obj-806",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-807",
      0
     ],
     "destination": [
      "obj-804",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-809",
      0
     ],
     "destination": [
      "obj-810",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-810",
      0
     ],
     "destination": [
      "obj-811",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-812",
      0
     ],
     "destination": [
      "obj-809",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-814",
      0
     ],
     "destination": [
      "obj-815",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-815",
      0
     ],
     "destination": [
      "obj-816",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-817",
      0
     ],
     "destination": [
      "obj-814",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-819",
      0
     ],
     "destination": [
      "obj-820",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-820",
      0
     ],
     "destination": [
      "obj-821",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-822",
      0
     ],
     "destination": [
      "obj-819",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-824",
      0
     ],
     "destination": [
      "obj-825",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-825",
      0
     ],
     "destination": [
      "obj-826",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-827",
      0
     ],
     "destination": [
      "obj-824",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-829",
      0
     ],
     "destination": [
      "obj-830",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-830",
      0
     ],
     "destination": [
      "obj-831",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-832",
      0
     ],
     "destination": [
      "obj-829",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-834",
      0
     ],
     "destination": [
      "obj-835",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-835",
      0
     ],
     "destination": [
      "obj-836",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-837",
      0
     ],
     "destination": [
      "obj-834",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-839",
      0
     ],
     "destination": [
      "obj-840",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-840",
      0
     ],
     "destination": [
      "obj-841",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-842",
      0
     ],
     "destination": [
      "obj-839",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-844",
      0
     ],
     "destination": [
      "obj-845",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-845",
      0
     ],
     "destination": [
      "obj-846",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-847",
      0
     ],
     "destination": [
      "obj-844",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-849",
      0
     ],
     "destination": [
      "obj-850",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-850",
      0
     ],
     "destination": [
      "obj-851",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-852",
      0
     ],
     "destination": [
      "obj-849",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-854",
      0
     ],
     "destination": [
      "obj-855",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-855",
      0
     ],
     "destination": [
      "obj-856",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-857",
      0
     ],
     "destination": [
      "obj-854",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-860",
      0
     ],
     "destination": [
      "obj-861",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-861",
      0
     ],
     "destination": [
      "obj-862",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-863",
      0
     ],
     "destination": [
      "obj-860",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-865",
      0
     ],
     "destination": [
      "obj-866",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-866",
      0
     ],
     "destination": [
      "obj-867",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-868",
      0
     ],
     "destination": [
      "obj-865",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-870",
      0
     ],
     "destination": [
      "obj-871",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-871",
      0
     ],
     "destination": [
      "obj-872",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-873",
      0
     ],
     "destination": [
      "obj-870",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-875",
      0
     ],
     "destination": [
      "obj-876",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-876",
      0
     ],
     "destination": [
      "obj-877",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-878",
      0
     ],
     "destination": [
      "obj-875",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-880",
      0
     ],
     "destination": [
      "obj-881",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-881",
      0
     ],
     "destination": [
      "obj-882",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-883",
      0
     ],
     "destination": [
      "obj-880",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-885",
      0
     ],
     "destination": [
      "obj-886",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-886",
      0
     ],
     "destination": [
      "obj-887",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-888",
      0
     ],
     "destination": [
      "obj-885",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-890",
      0
     ],
     "destination": [
      "obj-891",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-891",
      0
     ],
     "destination": [
      "obj-892",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-893",
      0
     ],
     "destination": [
      "obj-890",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-895",
      0
     ],
     "destination": [
      "obj-896",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-896",
      0
     ],
     "destination": [
      "obj-897",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-898",
      0
     ],
     "destination": [
      "obj-895",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-900",
      0
     ],
     "destination": [
      "obj-901",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-901",
      0
     ],
     "destination": [
      "obj-902",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-903",
      0
     ],
     "destination": [
      "obj-900",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-905",
      0
     ],
     "destination": [
      "obj-906",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-906",
      0
     ],
     "destination": [
      "obj-907",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-908",
      0
     ],
     "destination": [
      "obj-905",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-910",
      0
     ],
     "destination": [
      "obj-911",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-911",
      0
     ],
     "destination": [
      "obj-912",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-913",
      0
     ],
     "destination": [
      "obj-910",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-915",
      0
     ],
     "destination": [
      "obj-916",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-916",
      0
     ],
     "destination": [
      "obj-917",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-918",
      0
     ],
     "destination": [
      "obj-915",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-920",
      0
     ],
     "destination": [
      "obj-921",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-921",
      0
     ],
     "destination": [
      "obj-922",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-923",
      0
     ],
     "destination": [
      "obj-920",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-925",
      0
     ],
     "destination": [
      "obj-926",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-926",
      0
     ],
     "destination": [
      "obj-927",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-928",
      0
     ],
     "destination": [
      "obj-925",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-930",
      0
     ],
     "destination": [
      "obj-931",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-931",
      0
     ],
     "destination": [
      "obj-932",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-933",
      0
     ],
     "destination": [
      "obj-930",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-935",
      0
     ],
     "destination": [
      "obj-936",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-936",
      0
     ],
     "destination": [
      "obj-937",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-938",
      0
     ],
     "destination": [
      "obj-935",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-940",
      0
     ],
     "destination": [
      "obj-941",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-941",
      0
     ],
     "destination": [
      "obj-942",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-943",
      0
     ],
     "destination": [
      "obj-940",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-945",
      0
     ],
     "destination": [
      "obj-946",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-946",
      0
     ],
     "destination": [
      "obj-947",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-948",
      0
     ],
     "destination": [
      "obj-945",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-950",
      0
     ],
     "destination": [
      "obj-951",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-951",
      0
     ],
     "destination": [
      "obj-952",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-953",
      0
     ],
     "destination": [
      "obj-950",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-955",
      0
     ],
     "destination": [
      "obj-956",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-956",
      0
     ],
     "destination": [
      "obj-957",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-958",
      0
     ],
     "destination": [
      "obj-955",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-960",
      0
     ],
     "destination": [
      "obj-961",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-961",
      0
     ],
     "destination": [
      "obj-962",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-963",
      0
     ],
     "destination": [
      "obj-960",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-965",
      0
     ],
     "destination": [
      "obj-966",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-966",
      0
     ],
     "destination": [
      "obj-967",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-968",
      0
     ],
     "destination": [
      "obj-965",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-970",
      0
     ],
     "destination": [
      "obj-971",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-971",
      0
     ],
     "destination": [
      "obj-972",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-973",
      0
     ],
     "destination": [
      "obj-970",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-975",
      0
     ],
     "destination": [
      "obj-976",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-976",
      0
     ],
     "destination": [
      "obj-977",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-978",
      0
     ],
     "destination": [
      "obj-975",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-980",
      0
     ],
     "destination": [
      "obj-981",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-981",
      0
     ],
     "destination": [
      "obj-982",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-983",
      0
     ],
     "destination": [
      "obj-980",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-985",
      0
     ],
     "destination": [
      "obj-986",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-986",
      0
     ],
     "destination": [
      "obj-987",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-988",
      0
     ],
     "destination": [
      "obj-985",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-990",
      0
     ],
     "destination": [
      "obj-991",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-991",
      0
     ],
     "destination": [
      "obj-992",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-993",
      0
     ],
     "destination": [
      "obj-990",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-995",
      0
     ],
     "destination": [
      "obj-996",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-996",
      0
     ],
     "destination": [
      "obj-997",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-998",
      0
     ],
     "destination": [
      "obj-995",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1000",
      0
     ],
     "destination": [
      "obj-1001",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1001",
      0
     ],
     "destination": [
      "obj-1002",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1003",
      0
     ],
     "destination": [
      "obj-1000",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1005",
      0
     ],
     "destination": [
      "obj-1006",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1006",
      0
     ],
     "destination": [
      "obj-1007",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1008",
      0
     ],
     "destination": [
      "obj-1005",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1010",
      0
     ],
     "destination": [
      "obj-1011",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1011",
      0
     ],
     "destination": [
      "obj-1012",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1013",
      0
     ],
     "destination": [
      "obj-1010",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1015",
      0
     ],
     "destination": [
      "obj-1016",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1016",
      0
     ],
     "destination": [
      "obj-1017",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1018",
      0
     ],
     "destination": [
      "obj-1015",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1021",
      0
     ],
     "destination": [
      "obj-1024",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1024",
      0
     ],
     "destination": [
      "obj-1025",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1025",
      0
     ],
     "destination": [
      "obj-1022",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1022",
      0
     ],
     "destination": [
      "obj-1023",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1026",
      0
     ],
     "destination": [
      "obj-1021",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1028",
      0
     ],
     "destination": [
      "obj-1031",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1031",
      0
     ],
     "destination": [
      "obj-1032",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1032",
      0
     ],
     "destination": [
      "obj-1029",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1029",
      0
     ],
     "destination": [
      "obj-1030",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1033",
      0
     ],
     "destination": [
      "obj-1028",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1035",
      0
     ],
     "destination": [
      "obj-1038",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1038",
      0
     ],
     "destination": [
      "obj-1039",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1039",
      0
     ],
     "destination": [
      "obj-1036",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1036",
      0
     ],
     "destination": [
      "obj-1037",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1040",
      0
     ],
     "destination": [
      "obj-1035",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1042",
      0
     ],
     "destination": [
      "obj-1045",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1045",
      0
     ],
     "destination": [
      "obj-1046",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1046",
      0
     ],
     "destination": [
      "obj-1043",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1043",
      0
     ],
     "destination": [
      "obj-1044",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1047",
      0
     ],
     "destination": [
      "obj-1042",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1049",
      0
     ],
     "destination": [
      "obj-1052",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1052",
      0
     ],
     "destination": [
      "obj-1053",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1053",
      0
     ],
     "destination": [
      "obj-1050",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1050",
      0
     ],
     "destination": [
      "obj-1051",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1054",
      0
     ],
     "destination": [
      "obj-1049",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1056",
      0
     ],
     "destination": [
      "obj-1059",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1059",
      0
     ],
     "destination": [
      "obj-1060",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1060",
      0
     ],
     "destination": [
      "obj-1057",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1057",
      0
     ],
     "destination": [
      "obj-1058",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1061",
      0
     ],
     "destination": [
      "obj-1056",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1063",
      0
     ],
     "destination": [
      "obj-1066",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1066",
      0
     ],
     "destination": [
      "obj-1067",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1067",
      0
     ],
     "destination": [
      "obj-1064",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1064",
      0
     ],
     "destination": [
      "obj-1065",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1068",
      0
     ],
     "destination": [
      "obj-1063",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1070",
      0
     ],
     "destination": [
      "obj-1073",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1073",
      0
     ],
     "destination": [
      "obj-1074",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1074",
      0
     ],
     "destination": [
      "obj-1071",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1071",
      0
     ],
     "destination": [
      "obj-1072",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1075",
      0
     ],
     "destination": [
      "obj-1070",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1077",
      0
     ],
     "destination": [
      "obj-1078",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1078",
      0
     ],
     "destination": [
      "obj-1079",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1080",
      0
     ],
     "destination": [
      "obj-1077",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1082",
      0
     ],
     "destination": [
      "obj-1083",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1083",
      0
     ],
     "destination": [
      "obj-1084",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1085",
      0
     ],
     "destination": [
      "obj-1082",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1087",
      0
     ],
     "destination": [
      "obj-1088",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1088",
      0
     ],
     "destination": [
      "obj-1089",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1090",
      0
     ],
     "destination": [
      "obj-1087",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1092",
      0
     ],
     "destination": [
      "obj-1093",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1093",
      0
     ],
     "destination": [
      "obj-1094",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1095",
      0
     ],
     "destination": [
      "obj-1092",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1097",
      0
     ],
     "destination": [
      "obj-1098",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1098",
      0
     ],
     "destination": [
      "obj-1099",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1100",
      0
     ],
     "destination": [
      "obj-1097",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1102",
      0
     ],
     "destination": [
      "obj-1103",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1103",
      0
     ],
     "destination": [
      "obj-1104",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1105",
      0
     ],
     "destination": [
      "obj-1102",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1107",
      0
     ],
     "destination": [
      "obj-1108",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1108",
      0
     ],
     "destination": [
      "obj-1109",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1110",
      0
     ],
     "destination": [
      "obj-1107",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1112",
      0
     ],
     "destination": [
      "obj-1113",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1113",
      0
     ],
     "destination": [
      "obj-1114",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1115",
      0
     ],
     "destination": [
      "obj-1112",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1117",
      0
     ],
     "destination": [
      "obj-1118",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1118",
      0
     ],
     "destination": [
      "obj-1119",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1120",
      0
     ],
     "destination": [
      "obj-1117",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1122",
      0
     ],
     "destination": [
      "obj-1123",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1123",
      0
     ],
     "destination": [
      "obj-1124",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1125",
      0
     ],
     "destination": [
      "obj-1122",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1127",
      0
     ],
     "destination": [
      "obj-1128",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1128",
      0
     ],
     "destination": [
      "obj-1129",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1130",
      0
     ],
     "destination": [
      "obj-1127",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1132",
      0
     ],
     "destination": [
      "obj-1133",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1133",
      0
     ],
     "destination": [
      "obj-1134",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1135",
      0
     ],
     "destination": [
      "obj-1132",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1137",
      0
     ],
     "destination": [
      "obj-1138",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1138",
      0
     ],
     "destination": [
      "obj-1139",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1140",
      0
     ],
     "destination": [
      "obj-1137",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1142",
      0
     ],
     "destination": [
      "obj-1143",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1143",
      0
     ],
     "destination": [
      "obj-1144",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1145",
      0
     ],
     "destination": [
      "obj-1142",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1147",
      0
     ],
     "destination": [
      "obj-1148",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1148",
      0
     ],
     "destination": [
      "obj-1149",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1150",
      0
     ],
     "destination": [
      "obj-1147",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1152",
      0
     ],
     "destination": [
      "obj-1153",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1153",
      0
     ],
     "destination": [
      "obj-1154",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1155",
      0
     ],
     "destination": [
      "obj-1152",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1157",
      0
     ],
     "destination": [
      "obj-1158",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1158",
      0
     ],
     "destination": [
      "obj-1159",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1160",
      0
     ],
     "destination": [
      "obj-1157",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1162",
      0
     ],
     "destination": [
      "obj-1163",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1163",
      0
     ],
     "destination": [
      "obj-1164",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1165",
      0
     ],
     "destination": [
      "obj-1162",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1167",
      0
     ],
     "destination": [
      "obj-1168",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1168",
      0
     ],
     "destination": [
      "obj-1169",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1170",
      0
     ],
     "destination": [
      "obj-1167",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1172",
      0
     ],
     "destination": [
      "obj-1173",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1173",
      0
     ],
     "destination": [
      "obj-1174",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1175",
      0
     ],
     "destination": [
      "obj-1172",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1177",
      0
     ],
     "destination": [
      "obj-1178",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1178",
      0
     ],
     "destination": [
      "obj-1179",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1180",
      0
     ],
     "destination": [
      "obj-1177",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1182",
      0
     ],
     "destination": [
      "obj-1183",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1183",
      0
     ],
     "destination": [
      "obj-1184",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1185",
      0
     ],
     "destination": [
      "obj-1182",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1187",
      0
     ],
     "destination": [
      "obj-1188",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1188",
      0
     ],
     "destination": [
      "obj-1189",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1190",
      0
     ],
     "destination": [
      "obj-1187",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1192",
      0
     ],
     "destination": [
      "obj-1193",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1193",
      0
     ],
     "destination": [
      "obj-1194",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1195",
      0
     ],
     "destination": [
      "obj-1192",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1198",
      0
     ],
     "destination": [
      "obj-1199",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1199",
      0
     ],
     "destination": [
      "obj-1200",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1201",
      0
     ],
     "destination": [
      "obj-1198",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1203",
      0
     ],
     "destination": [
      "obj-1204",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1204",
      0
     ],
     "destination": [
      "obj-1205",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1206",
      0
     ],
     "destination": [
      "obj-1203",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1208",
      0
     ],
     "destination": [
      "obj-1209",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1209",
      0
     ],
     "destination": [
      "obj-1210",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1211",
      0
     ],
     "destination": [
      "obj-1208",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1213",
      0
     ],
     "destination": [
      "obj-1214",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1214",
      0
     ],
     "destination": [
      "obj-1215",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1216",
      0
     ],
     "destination": [
      "obj-1213",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1218",
      0
     ],
     "destination": [
      "obj-1219",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1219",
      0
     ],
     "destination": [
      "obj-1220",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1221",
      0
     ],
     "destination": [
      "obj-1218",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1223",
      0
     ],
     "destination": [
      "obj-1224",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1224",
      0
     ],
     "destination": [
      "obj-1225",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1226",
      0
     ],
     "destination": [
      "obj-1223",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1228",
      0
     ],
     "destination": [
      "obj-1229",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1229",
      0
     ],
     "destination": [
      "obj-1230",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1231",
      0
     ],
     "destination": [
      "obj-1228",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1233",
      0
     ],
     "destination": [
      "obj-1234",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1234",
      0
     ],
     "destination": [
      "obj-1235",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1236",
      0
     ],
     "destination": [
      "obj-1233",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1238",
      0
     ],
     "destination": [
      "obj-1239",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1239",
      0
     ],
     "destination": [
      "obj-1240",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1241",
      0
     ],
     "destination": [
      "obj-1238",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1243",
      0
     ],
     "destination": [
      "obj-1244",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1244",
      0
     ],
     "destination": [
      "obj-1245",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1246",
      0
     ],
     "destination": [
      "obj-1243",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1248",
      0
     ],
     "destination": [
      "obj-1249",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1249",
      0
     ],
     "destination": [
      "obj-1250",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1251",
      0
     ],
     "destination": [
      "obj-1248",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1253",
      0
     ],
     "destination": [
      "obj-1254",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1254",
      0
     ],
     "destination": [
      "obj-1255",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1256",
      0
     ],
     "destination": [
      "obj-1253",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1258",
      0
     ],
     "destination": [
      "obj-1259",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1259",
      0
     ],
     "destination": [
      "obj-1260",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1261",
      0
     ],
     "destination": [
      "obj-1258",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1263",
      0
     ],
     "destination": [
      "obj-1264",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1264",
      0
     ],
     "destination": [
      "obj-1265",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1266",
      0
     ],
     "destination": [
      "obj-1263",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1268",
      0
     ],
     "destination": [
      "obj-1269",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1269",
      0
     ],
     "destination": [
      "obj-1270",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1271",
      0
     ],
     "destination": [
      "obj-1268",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1273",
      0
     ],
     "destination": [
      "obj-1274",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1274",
      0
     ],
     "destination": [
      "obj-1275",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1276",
      0
     ],
     "destination": [
      "obj-1273",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1278",
      0
     ],
     "destination": [
      "obj-1279",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1279",
      0
     ],
     "destination": [
      "obj-1280",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1281",
      0
     ],
     "destination": [
      "obj-1278",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1283",
      0
     ],
     "destination": [
      "obj-1284",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1284",
      0
     ],
     "destination": [
      "obj-1285",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1286",
      0
     ],
     "destination": [
      "obj-1283",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1288",
      0
     ],
     "destination": [
      "obj-1289",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1289",
      0
     ],
     "destination": [
      "obj-1290",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1291",
      0
     ],
     "destination": [
      "obj-1288",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1293",
      0
     ],
     "destination": [
      "obj-1294",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1294",
      0
     ],
     "destination": [
      "obj-1295",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1296",
      0
     ],
     "destination": [
      "obj-1293",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1298",
      0
     ],
     "destination": [
      "obj-1299",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1299",
      0
     ],
     "destination": [
      "obj-1300",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1301",
      0
     ],
     "destination": [
      "obj-1298",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1303",
      0
     ],
     "destination": [
      "obj-1304",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1304",
      0
     ],
     "destination": [
      "obj-1305",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1306",
      0
     ],
     "destination": [
      "obj-1303",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1308",
      0
     ],
     "destination": [
      "obj-1309",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1309",
      0
     ],
     "destination": [
      "obj-1310",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1311",
      0
     ],
     "destination": [
      "obj-1308",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1313",
      0
     ],
     "destination": [
      "obj-1314",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1314",
      0
     ],
     "destination": [
      "obj-1315",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1316",
      0
     ],
     "destination": [
      "obj-1313",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1318",
      0
     ],
     "destination": [
      "obj-1319",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1319",
      0
     ],
     "destination": [
      "obj-1320",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1321",
      0
     ],
     "destination": [
      "obj-1318",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1323",
      0
     ],
     "destination": [
      "obj-1324",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1324",
      0
     ],
     "destination": [
      "obj-1325",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1326",
      0
     ],
     "destination": [
      "obj-1323",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1328",
      0
     ],
     "destination": [
      "obj-1329",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1329",
      0
     ],
     "destination": [
      "obj-1330",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1331",
      0
     ],
     "destination": [
      "obj-1328",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1333",
      0
     ],
     "destination": [
      "obj-1334",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1334",
      0
     ],
     "destination": [
      "obj-1335",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1336",
      0
     ],
     "destination": [
      "obj-1333",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1338",
      0
     ],
     "destination": [
      "obj-1339",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1339",
      0
     ],
     "destination": [
      "obj-1340",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1341",
      0
     ],
     "destination": [
      "obj-1338",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1343",
      0
     ],
     "destination": [
      "obj-1344",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1344",
      0
     ],
     "destination": [
      "obj-1345",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1346",
      0
     ],
     "destination": [
      "obj-1343",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1348",
      0
     ],
     "destination": [
      "obj-1349",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1349",
      0
     ],
     "destination": [
      "obj-1350",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1351",
      0
     ],
     "destination": [
      "obj-1348",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1353",
      0
     ],
     "destination": [
      "obj-1354",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1354",
      0
     ],
     "destination": [
      "obj-1355",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1356",
      0
     ],
     "destination": [
      "obj-1353",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1359",
      0
     ],
     "destination": [
      "obj-1360",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1360",
      0
     ],
     "destination": [
      "obj-1361",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1362",
      0
     ],
     "destination": [
      "obj-1359",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1364",
      0
     ],
     "destination": [
      "obj-1365",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1365",
      0
     ],
     "destination": [
      "obj-1366",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1367",
      0
     ],
     "destination": [
      "obj-1364",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1369",
      0
     ],
     "destination": [
      "obj-1370",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1370",
      0
     ],
     "destination": [
      "obj-1371",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1372",
      0
     ],
     "destination": [
      "obj-1369",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1374",
      0
     ],
     "destination": [
      "obj-1375",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1375",
      0
     ],
     "destination": [
      "obj-1376",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1377",
      0
     ],
     "destination": [
      "obj-1374",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1379",
      0
     ],
     "destination": [
      "obj-1380",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1380",
      0
     ],
     "destination": [
      "obj-1381",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1382",
      0
     ],
     "destination": [
      "obj-1379",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1384",
      0
     ],
     "destination": [
      "obj-1385",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1385",
      0
     ],
     "destination": [
      "obj-1386",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1387",
      0
     ],
     "destination": [
      "obj-1384",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1389",
      0
     ],
     "destination": [
      "obj-1390",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1390",
      0
     ],
     "destination": [
      "obj-1391",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1392",
      0
     ],
     "destination": [
      "obj-1389",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1394",
      0
     ],
     "destination": [
      "obj-1395",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1395",
      0
     ],
     "destination": [
      "obj-1396",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1397",
      0
     ],
     "destination": [
      "obj-1394",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1398",
      0
     ],
     "destination": [
      "obj-1399",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      0
     ],
     "destination": [
      "obj-19",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      1
     ],
     "destination": [
      "obj-24",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      2
     ],
     "destination": [
      "obj-29",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      2
     ],
     "destination": [
      "obj-200",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      3
     ],
     "destination": [
      "obj-34",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      4
     ],
     "destination": [
      "obj-39",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      5
     ],
     "destination": [
      "obj-44",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      6
     ],
     "destination": [
      "obj-49",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      7
     ],
     "destination": [
      "obj-54",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      8
     ],
     "destination": [
      "obj-59",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      9
     ],
     "destination": [
      "obj-64",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      10
     ],
     "destination": [
      "obj-69",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      11
     ],
     "destination": [
      "obj-74",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      12
     ],
     "destination": [
      "obj-79",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      13
     ],
     "destination": [
      "obj-84",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      14
     ],
     "destination": [
      "obj-89",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      15
     ],
     "destination": [
      "obj-94",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      15
     ],
     "destination": [
      "obj-225",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      16
     ],
     "destination": [
      "obj-99",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      16
     ],
     "destination": [
      "obj-431",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      17
     ],
     "destination": [
      "obj-104",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      17
     ],
     "destination": [
      "obj-436",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      18
     ],
     "destination": [
      "obj-109",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      19
     ],
     "destination": [
      "obj-114",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      20
     ],
     "destination": [
      "obj-119",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      21
     ],
     "destination": [
      "obj-124",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      21
     ],
     "destination": [
      "obj-340",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      22
     ],
     "destination": [
      "obj-174",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      23
     ],
     "destination": [
      "obj-181",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      24
     ],
     "destination": [
      "obj-188",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      25
     ],
     "destination": [
      "obj-195",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      26
     ],
     "destination": [
      "obj-205",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      27
     ],
     "destination": [
      "obj-210",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      28
     ],
     "destination": [
      "obj-215",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      29
     ],
     "destination": [
      "obj-220",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      30
     ],
     "destination": [
      "obj-230",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      31
     ],
     "destination": [
      "obj-346",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      32
     ],
     "destination": [
      "obj-351",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      33
     ],
     "destination": [
      "obj-356",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      34
     ],
     "destination": [
      "obj-361",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      35
     ],
     "destination": [
      "obj-366",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      36
     ],
     "destination": [
      "obj-371",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      37
     ],
     "destination": [
      "obj-376",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      38
     ],
     "destination": [
      "obj-381",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      39
     ],
     "destination": [
      "obj-386",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      40
     ],
     "destination": [
      "obj-391",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      41
     ],
     "destination": [
      "obj-396",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      42
     ],
     "destination": [
      "obj-401",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      43
     ],
     "destination": [
      "obj-406",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      44
     ],
     "destination": [
      "obj-411",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      45
     ],
     "destination": [
      "obj-416",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      46
     ],
     "destination": [
      "obj-421",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      47
     ],
     "destination": [
      "obj-426",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      48
     ],
     "destination": [
      "obj-442",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      49
     ],
     "destination": [
      "obj-447",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      50
     ],
     "destination": [
      "obj-452",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      51
     ],
     "destination": [
      "obj-457",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      52
     ],
     "destination": [
      "obj-462",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      53
     ],
     "destination": [
      "obj-467",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      54
     ],
     "destination": [
      "obj-472",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      55
     ],
     "destination": [
      "obj-477",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      56
     ],
     "destination": [
      "obj-482",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      57
     ],
     "destination": [
      "obj-487",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      58
     ],
     "destination": [
      "obj-492",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      59
     ],
     "destination": [
      "obj-497",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      60
     ],
     "destination": [
      "obj-502",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      61
     ],
     "destination": [
      "obj-507",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      62
     ],
     "destination": [
      "obj-512",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      63
     ],
     "destination": [
      "obj-517",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      64
     ],
     "destination": [
      "obj-522",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      65
     ],
     "destination": [
      "obj-527",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      66
     ],
     "destination": [
      "obj-532",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      67
     ],
     "destination": [
      "obj-537",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      68
     ],
     "destination": [
      "obj-542",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      69
     ],
     "destination": [
      "obj-547",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      70
     ],
     "destination": [
      "obj-552",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      71
     ],
     "destination": [
      "obj-557",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      72
     ],
     "destination": [
      "obj-562",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      73
     ],
     "destination": [
      "obj-567",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      74
     ],
     "destination": [
      "obj-572",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      75
     ],
     "destination": [
      "obj-577",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      76
     ],
     "destination": [
      "obj-582",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      77
     ],
     "destination": [
      "obj-587",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      78
     ],
     "destination": [
      "obj-592",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      79
     ],
     "destination": [
      "obj-598",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      80
     ],
     "destination": [
      "obj-603",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      81
     ],
     "destination": [
      "obj-608",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      82
     ],
     "destination": [
      "obj-613",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      83
     ],
     "destination": [
      "obj-618",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      84
     ],
     "destination": [
      "obj-625",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      85
     ],
     "destination": [
      "obj-632",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      86
     ],
     "destination": [
      "obj-639",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      87
     ],
     "destination": [
      "obj-646",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      88
     ],
     "destination": [
      "obj-653",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      89
     ],
     "destination": [
      "obj-660",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      90
     ],
     "destination": [
      "obj-667",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      91
     ],
     "destination": [
      "obj-674",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      92
     ],
     "destination": [
      "obj-681",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      93
     ],
     "destination": [
      "obj-686",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      94
     ],
     "destination": [
      "obj-702",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      95
     ],
     "destination": [
      "obj-707",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      96
     ],
     "destination": [
      "obj-712",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      97
     ],
     "destination": [
      "obj-717",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      98
     ],
     "destination": [
      "obj-722",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1399",
      99
     ],
     "destination": [
      "obj-727",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1400",
      0
     ],
     "destination": [
      "obj-1401",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      0
     ],
     "destination": [
      "obj-732",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      1
     ],
     "destination": [
      "obj-737",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      2
     ],
     "destination": [
      "obj-742",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      3
     ],
     "destination": [
      "obj-747",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      4
     ],
     "destination": [
      "obj-752",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      5
     ],
     "destination": [
      "obj-757",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      6
     ],
     "destination": [
      "obj-762",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      7
     ],
     "destination": [
      "obj-767",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      8
     ],
     "destination": [
      "obj-772",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      9
     ],
     "destination": [
      "obj-777",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      10
     ],
     "destination": [
      "obj-782",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      11
     ],
     "destination": [
      "obj-787",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      12
     ],
     "destination": [
      "obj-792",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      13
     ],
     "destination": [
      "obj-797",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      14
     ],
     "destination": [
      "obj-802",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      15
     ],
     "destination": [
      "obj-807",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      16
     ],
     "destination": [
      "obj-812",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      17
     ],
     "destination": [
      "obj-817",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      18
     ],
     "destination": [
      "obj-822",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      19
     ],
     "destination": [
      "obj-827",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      20
     ],
     "destination": [
      "obj-832",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      21
     ],
     "destination": [
      "obj-837",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      22
     ],
     "destination": [
      "obj-842",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      23
     ],
     "destination": [
      "obj-847",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      24
     ],
     "destination": [
      "obj-852",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      25
     ],
     "destination": [
      "obj-857",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      26
     ],
     "destination": [
      "obj-863",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      27
     ],
     "destination": [
      "obj-868",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      28
     ],
     "destination": [
      "obj-873",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      29
     ],
     "destination": [
      "obj-878",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      30
     ],
     "destination": [
      "obj-883",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      31
     ],
     "destination": [
      "obj-888",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      32
     ],
     "destination": [
      "obj-893",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      33
     ],
     "destination": [
      "obj-898",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      34
     ],
     "destination": [
      "obj-903",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      35
     ],
     "destination": [
      "obj-908",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      36
     ],
     "destination": [
      "obj-913",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      37
     ],
     "destination": [
      "obj-918",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      38
     ],
     "destination": [
      "obj-923",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      39
     ],
     "destination": [
      "obj-928",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      40
     ],
     "destination": [
      "obj-933",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      41
     ],
     "destination": [
      "obj-938",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      42
     ],
     "destination": [
      "obj-943",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      43
     ],
     "destination": [
      "obj-948",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      44
     ],
     "destination": [
      "obj-953",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      45
     ],
     "destination": [
      "obj-958",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      46
     ],
     "destination": [
      "obj-963",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      47
     ],
     "destination": [
      "obj-968",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      48
     ],
     "destination": [
      "obj-973",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      49
     ],
     "destination": [
      "obj-978",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      50
     ],
     "destination": [
      "obj-983",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      51
     ],
     "destination": [
      "obj-988",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      52
     ],
     "destination": [
      "obj-993",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      53
     ],
     "destination": [
      "obj-998",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      54
     ],
     "destination": [
      "obj-1003",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      55
     ],
     "destination": [
      "obj-1008",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      56
     ],
     "destination": [
      "obj-1013",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      57
     ],
     "destination": [
      "obj-1018",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      58
     ],
     "destination": [
      "obj-1026",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      59
     ],
     "destination": [
      "obj-1033",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      60
     ],
     "destination": [
      "obj-1040",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      61
     ],
     "destination": [
      "obj-1047",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      62
     ],
     "destination": [
      "obj-1054",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      63
     ],
     "destination": [
      "obj-1061",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      64
     ],
     "destination": [
      "obj-1068",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      65
     ],
     "destination": [
      "obj-1075",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      66
     ],
     "destination": [
      "obj-1080",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      67
     ],
     "destination": [
      "obj-1085",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      68
     ],
     "destination": [
      "obj-1090",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      69
     ],
     "destination": [
      "obj-1095",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      70
     ],
     "destination": [
      "obj-1100",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      71
     ],
     "destination": [
      "obj-1105",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      72
     ],
     "destination": [
      "obj-1110",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      73
     ],
     "destination": [
      "obj-1115",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      74
     ],
     "destination": [
      "obj-1120",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      75
     ],
     "destination": [
      "obj-1125",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      76
     ],
     "destination": [
      "obj-1130",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      77
     ],
     "destination": [
      "obj-1135",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      78
     ],
     "destination": [
      "obj-1140",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      79
     ],
     "destination": [
      "obj-1145",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      80
     ],
     "destination": [
      "obj-1150",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      81
     ],
     "destination": [
      "obj-1155",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      82
     ],
     "destination": [
      "obj-1160",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      83
     ],
     "destination": [
      "obj-1165",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      84
     ],
     "destination": [
      "obj-1170",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      85
     ],
     "destination": [
      "obj-1175",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      86
     ],
     "destination": [
      "obj-1180",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      87
     ],
     "destination": [
      "obj-1185",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      88
     ],
     "destination": [
      "obj-1190",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      89
     ],
     "destination": [
      "obj-1195",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      90
     ],
     "destination": [
      "obj-1201",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      91
     ],
     "destination": [
      "obj-1206",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      92
     ],
     "destination": [
      "obj-1211",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      93
     ],
     "destination": [
      "obj-1216",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      94
     ],
     "destination": [
      "obj-1221",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      95
     ],
     "destination": [
      "obj-1226",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      96
     ],
     "destination": [
      "obj-1231",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      97
     ],
     "destination": [
      "obj-1236",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      98
     ],
     "destination": [
      "obj-1241",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1401",
      99
     ],
     "destination": [
      "obj-1246",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1402",
      0
     ],
     "destination": [
      "obj-1403",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      0
     ],
     "destination": [
      "obj-1251",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      1
     ],
     "destination": [
      "obj-1256",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      2
     ],
     "destination": [
      "obj-1261",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      3
     ],
     "destination": [
      "obj-1266",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      4
     ],
     "destination": [
      "obj-1271",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      5
     ],
     "destination": [
      "obj-1276",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      6
     ],
     "destination": [
      "obj-1281",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      7
     ],
     "destination": [
      "obj-1286",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      8
     ],
     "destination": [
      "obj-1291",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      9
     ],
     "destination": [
      "obj-1296",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      10
     ],
     "destination": [
      "obj-1301",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      11
     ],
     "destination": [
      "obj-1306",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      12
     ],
     "destination": [
      "obj-1311",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      13
     ],
     "destination": [
      "obj-1316",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      14
     ],
     "destination": [
      "obj-1321",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      15
     ],
     "destination": [
      "obj-1326",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      16
     ],
     "destination": [
      "obj-1331",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      17
     ],
     "destination": [
      "obj-1336",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      18
     ],
     "destination": [
      "obj-1341",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      19
     ],
     "destination": [
      "obj-1346",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      20
     ],
     "destination": [
      "obj-1351",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      21
     ],
     "destination": [
      "obj-1356",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      22
     ],
     "destination": [
      "obj-1362",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      23
     ],
     "destination": [
      "obj-1367",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      24
     ],
     "destination": [
      "obj-1372",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      25
     ],
     "destination": [
      "obj-1377",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      26
     ],
     "destination": [
      "obj-1382",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      27
     ],
     "destination": [
      "obj-1387",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      28
     ],
     "destination": [
      "obj-1392",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1403",
      29
     ],
     "destination": [
      "obj-1397",
      0
     ]
    }
   }
  ],
  "dependency_cache": [],
  "autosave": 0
 }
}
