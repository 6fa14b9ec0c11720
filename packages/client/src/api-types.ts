// Made from packages/server/openapi.json by `npm run generate`.
// The paths, parameters, bodies and answers of the native API, in the shape that openapi-typescript gives them.

export interface paths {
    "/api/v1/actions/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Work an action out: the verdict on every device, nothing touched
         * @description Needs `actions` or `actions:<type>`. The plan can be applied for a day, while its targets stay.
         */
        post: operations["planAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List actions, newest first */
        get: operations["listActions"];
        put?: never;
        /**
         * Do one thing to many devices
         * @description Needs `actions` or `actions:<type>`. With `plan`, exactly what was planned is done or nothing (409).
         */
        post: operations["applyAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an action, with its targets counted by state */
        get: operations["showAction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel what still waits, and ask agents at work to stop
         * @description Needs `actions` or `actions:<type>`. What has ended stays as it is.
         */
        post: operations["cancelAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prove that the action was for this device
         * @description The receipt verifies alone and offline: `muster audit verify FILE`.
         */
        get: operations["makeActionReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the targets of an action, in the order they were asked for */
        get: operations["listTargets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch an action, as server-sent events
         * @description `targets`: those that changed, each as it is now; `action`: state and counts, with the id to go on from; `end`: nothing will change any more. Begins with the `action` as it is: open this first, then read the list of targets. With `Last-Event-ID` all that changed since comes first; 204 where that is nothing and all is done.
         */
        get: operations["watchAction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/retry/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Work out trying an action again where it did not work
         * @description Same type and parameters, for the devices whose targets are in one of the states.
         */
        post: operations["planRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try an action again where it did not work
         * @description Needs the scope of the type. With `plan`, exactly what was planned is done or nothing (409).
         */
        post: operations["retryAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/undo/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Work out undoing an action: which devices would be put back, and which were changed since
         * @description Types that can be undone: exempt, unexempt, ignore, unignore, assign_to_group.
         */
        post: operations["planUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the devices of an action back, as an action of its own
         * @description Needs the scopes of the type and of its opposite. Devices that somebody changed since stay as they are, and are among the targets as `failed: changed_since`.
         */
        post: operations["undoAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/{command_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what an agent was asked to do, and how far it is */
        get: operations["showCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/{command_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download what the command brought back
         * @description `Repr-Digest` carries its SHA-256. 409 while there is none, with the state of the command.
         */
        get: operations["downloadReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the devices that a filter matches, exactly */
        get: operations["countDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count, for each key of a filter bar, the devices of each value beside the rest of the filter */
        get: operations["countDeviceFacets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List devices, by default oldest first
         * @description Between the keys of the filter all must hold, within one key any value: repeat it, or use commas.
         */
        get: operations["listDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export devices as CSV, with the columns of an import
         * @description A cell that a spreadsheet would take for a formula gets an apostrophe in front; an import undoes it.
         */
        get: operations["exportDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring in devices that are managed elsewhere, or that discovery found
         * @description Devices that are there already, by device_id or hwid, are updated: what is not said stays, and so do group, exemption and `ignored`. One wrong row keeps all out, unless `partial`.
         */
        post: operations["importDevices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{device_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a device, by device id or hardware id */
        get: operations["showDevice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{device_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was done to a device and what happened to it, newest first, with channel and actor */
        get: operations["listDeviceTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{device_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the commands that wait for a device, or that it works on, newest first */
        get: operations["listDeviceCommands"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what happened to devices, newest first, with who and through what */
        get: operations["listDeviceLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-log.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export what happened to devices as CSV */
        get: operations["exportDeviceLogCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-log.ndjson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export what happened to devices, a JSON object a line */
        get: operations["exportDeviceLogLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/reports.zip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download what an action brought back so far, a file a device */
        get: operations["downloadReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export what scans found, as CSV
         * @description Every file as its report has it; `action_id` for those of one action.
         */
        get: operations["exportFindingsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export what scans found, as one JSON array
         * @description Every file as its report has it; `action_id` for those of one action.
         */
        get: operations["exportFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List machines that pass for another’s device, newest first */
        get: operations["listDuplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duplicates/{duplicate_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say which machine is the device, and end its quarantine
         * @description `same`: the newcomer is the device, with other hardware. `separate`: the one that does not keep the device becomes a device of its own when it connects, or wants to enrol, again.
         */
        post: operations["resolveDuplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uninstalls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what became of the agents of deleted devices, the latest deletion first */
        get: operations["listUninstalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List exemptions: those that end next, those for ever, or those that ended
         * @description To extend one, `exempt` its device anew; to end one now, `unexempt` it. The filter `exempt_by` means all devices of one lease, `exempt_ends_within` those that end soon.
         */
        get: operations["listExemptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exemptions/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the exemptions that run, and those that end soon */
        get: operations["countExemptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what scans found, by hash and signature, newest first */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{sha256}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the devices that a hash was found on, oldest device first
         * @description A hash that nobody found is on no device: an empty list.
         */
        get: operations["listFindingDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List groups by id */
        get: operations["listGroups"];
        put?: never;
        /** Create a group */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a group */
        get: operations["showGroup"];
        put?: never;
        post?: never;
        /**
         * Delete a group
         * @description The default group stays. The devices of the group go to the one that `move_to` names.
         */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        /** Rename or describe a group */
        patch: operations["changeGroup"];
        trace?: never;
    };
    "/api/v1/identity-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what `re-identify` asks the users of devices
         * @description An account that has set nothing asks for one line of text, the name.
         */
        get: operations["showIdentityFields"];
        /**
         * Set what `re-identify` asks the users of devices
         * @description The whole is replaced; the order of the fields is the order in which they are asked. Actions carry, signed, the fields as they were when the action was made: those under way stay as they are.
         */
        put: operations["setIdentityFields"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolment-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List enrolment tokens, newest first */
        get: operations["listEnrolmentTokens"];
        put?: never;
        /**
         * Create an enrolment token
         * @description Good for one device and an hour unless more is asked for. The token is shown this once.
         */
        post: operations["createEnrolmentToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolment-tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an enrolment token
         * @description Devices that came in with it stay.
         */
        delete: operations["revokeEnrolmentToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent-releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List releases of the agent, newest first */
        get: operations["listAgentReleases"];
        put?: never;
        /**
         * Announce a release of the agent
         * @description No device hears of it until it is published. Of the same file for the same devices, the release that exists is answered.
         */
        post: operations["createAgentRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent-releases/{release_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a release of the agent, and how it goes */
        get: operations["showAgentRelease"];
        put?: never;
        post?: never;
        /**
         * Withdraw a release
         * @description No further device takes it; those that did keep it. Its file is deleted.
         */
        delete: operations["withdrawAgentRelease"];
        options?: never;
        head?: never;
        /** Change which devices are offered a release */
        patch: operations["changeAgentRollout"];
        trace?: never;
    };
    "/api/v1/agent-releases/{release_id}/pieces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the next piece of the file
         * @description At most 4194304 bytes, beginning at the release’s `received_bytes`.
         */
        post: operations["sendAgentReleasePiece"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent-releases/{release_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a release and offer it to devices
         * @description To all of the platform, unless a group or a percentage is named. All bytes must be there.
         */
        post: operations["publishAgentRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List OAuth applications, newest first */
        get: operations["listApplications"];
        put?: never;
        /**
         * Register an OAuth application
         * @description The client secret is shown this once.
         */
        post: operations["createApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an application’s name, redirect addresses or type
         * @description One that becomes public loses its secret; one that becomes confidential gets a new one, shown this once.
         */
        patch: operations["changeApplication"];
        trace?: never;
    };
    "/api/v1/applications/{app_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke an application and its tokens
         * @description Its commands that no agent holds yet are kept back.
         */
        post: operations["revokeApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List audit entries, newest first */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export audit entries as CSV, newest first */
        get: operations["exportAuditCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit.ndjson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export audit entries, a JSON object a line, newest first */
        get: operations["exportAuditLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the whole chain, a JSON object a line
         * @description `muster audit verify` checks the file offline and names the entry in which a byte was changed.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the updates of operating systems that devices lack, by id, with how many lack them
         * @description As agents said last in the check `os_updates`, whatever policies say of it.
         */
        get: operations["listPatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patches.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the updates that devices lack as CSV */
        get: operations["exportPatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patches/{patch_id}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the devices that lack an update, oldest device first
         * @description An update that nobody lacks is missing on no device: an empty list.
         */
        get: operations["listPatchDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patches/{patch_id}/devices.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the devices that lack an update as CSV */
        get: operations["exportPatchDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{device_id}/patches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the updates that a device lacks, by id, as its agent said last */
        get: operations["listDevicePatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{device_id}/patches.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the updates that a device lacks as CSV */
        get: operations["exportDevicePatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what is asked of the agents: when they put commands off */
        get: operations["showAgentPolicy"];
        /**
         * Say when devices put commands off
         * @description Takes the place of the whole policy. The rule of a type is signed with each of its actions from now on; those under way keep theirs.
         */
        put: operations["changeAgentPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what is kept for how long, and what went by that */
        get: operations["showRetention"];
        /**
         * Say what is kept for how long
         * @description Takes the place of the whole of it. A job removes what is older every hour, in small steps; what is gone does not come back. The audit log is kept for ever.
         */
        put: operations["changeRetention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhooks, oldest first; there are so few that one page has them all */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Have events told to an address
         * @description The secret is shown this once.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a webhook */
        get: operations["showWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook, with what it was still to be told */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Change a webhook, switch it off or on */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/renew-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new secret; the old one signs nothing any more */
        post: operations["renewWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have an event of no meaning delivered
         * @description What became of it is in the list of deliveries.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a webhook was told and is to be told, newest first
         * @description `state=dead`: what was given up after the last attempt.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send dead letters again, all or some */
        post: operations["resendDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show which checks count, for groups without a policy of their own */
        get: operations["showCompliancePolicy"];
        /**
         * Say which checks count, for groups without a policy of their own
         * @description Takes the place of the whole policy. Devices are judged anew in the background, within seconds; `judging` says whether that is still going on.
         */
        put: operations["changeCompliancePolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{group_id}/compliance-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show which checks count for the devices of a group */
        get: operations["showGroupCompliancePolicy"];
        /**
         * Give a group a policy of its own
         * @description Takes the place of the whole policy. Devices are judged anew in the background, within seconds; `judging` says whether that is still going on.
         */
        put: operations["changeGroupCompliancePolicy"];
        post?: never;
        /** Take a group’s own policy away: the account’s holds again */
        delete: operations["dropGroupCompliancePolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/licence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show how many devices the licence allows, and how many it counts */
        get: operations["showLicence"];
        /**
         * Say how many devices the licence allows
         * @description With more than before, devices that were outside it come in, the oldest first. With fewer, those that are in it stay; new ones are outside until there is room.
         */
        put: operations["changeLicence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the fleet is all right, what is going on, and what needs somebody */
        get: operations["showOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is in force: identity fields, policy, deadlines, signing keys, limits, retention */
        get: operations["showSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the views that the caller saved, by page and name */
        get: operations["listSavedViews"];
        put?: never;
        /** Save a view of a page of the console, for the caller alone */
        post: operations["createSavedView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views/{view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a saved view */
        delete: operations["deleteSavedView"];
        options?: never;
        head?: never;
        /** Rename a saved view, or save it anew */
        patch: operations["changeSavedView"];
        trace?: never;
    };
    "/api/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one may sign in here */
        get: operations["showSignInOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the first administrator, and sign in
         * @description With the token of the link that the server printed at its start. Gone once a user exists.
         */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["showSession"];
        put?: never;
        /**
         * Sign in with e-mail address and password
         * @description Sets the cookie, or asks for the second factor.
         */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in: the second factor
         * @description By a code of the authenticator app, a passkey, or a recovery code.
         */
        post: operations["confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to sign in with a passkey alone */
        post: operations["beginPasskeySignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a passkey alone
         * @description Its device must have verified its user: by finger, face or PIN.
         */
        post: operations["signInByPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who is invited by this link */
        post: operations["showInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose the password by an invitation, and sign in */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/fresh/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to confirm who one is by a passkey */
        post: operations["beginFreshSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/fresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm who one is, for ten minutes of dangerous things
         * @description By password, by a code of the authenticator app, or by a passkey.
         */
        post: operations["confirmFreshSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show oneself */
        get: operations["showProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one’s name */
        patch: operations["changeProfile"];
        trace?: never;
    };
    "/api/v1/profile/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change one’s password
         * @description Ends one’s other sessions.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one’s sessions, the last used first */
        get: operations["listOwnSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of one’s sessions */
        delete: operations["endOwnSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all of one’s sessions but this */
        post: operations["endOtherSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the applications that act for oneself */
        get: operations["listOwnGrants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/grants/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let an application no longer act for oneself
         * @description Its tokens for this user end at once.
         */
        delete: operations["revokeOwnGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin with an authenticator app
         * @description The secret is shown this once, and its codes are not asked for until one was confirmed.
         */
        post: operations["beginTotp"];
        /** Remove the authenticator app */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have codes of the authenticator app asked for from now on */
        post: operations["confirmTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make new recovery codes
         * @description Shown this once; the old ones are over.
         */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one’s passkeys */
        get: operations["listPasskeys"];
        put?: never;
        /** Register a passkey */
        post: operations["registerPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to register a passkey */
        post: operations["beginPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a passkey */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        /** Rename a passkey */
        patch: operations["renamePasskey"];
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users by e-mail address */
        get: operations["listUsers"];
        put?: never;
        /**
         * Invite a user
         * @description Hand the link to the person, who chooses a password by it. It is shown this once.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a user */
        get: operations["showUser"];
        put?: never;
        post?: never;
        /** Delete a user */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /** Change a user’s name or role */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/users/{user_id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new link to choose a password by
         * @description The link before is over. Also for a password that was forgotten.
         */
        post: operations["inviteUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a user
         * @description Ends the sessions; commands of the user that no agent holds yet are kept back.
         */
        post: operations["disableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a user in again
         * @description Commands that were kept back stay so.
         */
        post: operations["enableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/reset-second-factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a user’s authenticator app, passkeys and recovery codes
         * @description For whoever lost them. Ends the sessions.
         */
        post: operations["resetSecondFactors"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user’s sessions */
        get: operations["listUserSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session of a user */
        delete: operations["endUserSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/sessions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all sessions of a user */
        post: operations["endUserSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/action-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be done to a device, and with which parameters */
        get: operations["listActionTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the account of the token, with counts */
        get: operations["showAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["showOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            name: string;
            /** Format: date-time */
            created_at: string;
            /** @description Ed25519, SPKI in base64url: what agents pin at enrolment */
            command_public_key: string;
            devices: number;
            devices_online: number;
            devices_by_status: {
                [key: string]: number;
            };
            groups: number;
            applications: number;
            actions: number;
        };
        Action: {
            /** Format: uuid */
            action_id: string;
            type: string;
            params: {
                [key: string]: unknown;
            };
            /** @enum {unknown} */
            state: "waiting" | "done" | "cancelled" | "terminated";
            /** @description targets by state; only states that occur */
            counts: {
                [key: string]: number;
            };
            target_count: number;
            root: string;
            /** Format: date-time */
            created_at: string;
            /** @enum {unknown} */
            channel: "console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system";
            user: string | null;
            application: {
                id: string;
                name: string;
            } | null;
            request_id: string;
            /** @description of which action it is the retry or the undoing */
            origin: {
                /** @enum {unknown} */
                kind: "retry" | "undo";
                /** Format: uuid */
                action_id: string;
            } | null;
            /** @description whether what it did to devices can be taken back */
            can_undo: boolean;
            deliver_by: string | null;
            cancelled_at: string | null;
            cancelled_by: string | null;
            /** @description what stopped it, also while agents still answer */
            stopped_by: ("brake" | "cancellation") | null;
            brake: {
                failed_percent: number;
                sample_min: number;
                /** @description when it stopped the action, and how many of how many devices that tried had failed by then */
                tripped: {
                    /** Format: date-time */
                    at: string;
                    failed: number;
                    sample: number;
                } | null;
            } | null;
        };
        ActionOrder: {
            /** @description the name of an action type */
            type: string;
            /** @default {} */
            params?: {
                [key: string]: unknown;
            };
            devices: components["schemas"]["DeviceSelector"];
            /** @description seconds that a command may wait for its device, in the place of what the type says */
            deliver_within?: number;
            /** @description seconds that an agent may take once it accepted, in the place of what the type says */
            finish_within?: number;
            /**
             * @description Older commands of the type with other parameters, for the same devices, make way: those that wait end, agents that have one are asked to stop.
             * @default false
             */
            supersede?: boolean;
            /** @description Once so many of the devices that tried have failed, what waits is terminated, and agents at work are asked to stop. Absent: the action goes on whatever happens. */
            brake?: {
                /**
                 * @description how many of a hundred devices that tried may have failed, timed out or refused
                 * @default 20
                 */
                failed_percent?: number;
                /**
                 * @description how many devices must have tried before anything is concluded; who is away is not counted
                 * @default 10
                 */
                sample_min?: number;
            };
            /** @description Apply only if this plan still holds; else 409 plan_drifted. */
            plan?: {
                /** Format: uuid */
                action_id: string;
                root: string;
            };
        };
        ActionTypeInfo: {
            name: string;
            label: string;
            /** @description JSON Schema */
            params: unknown;
        };
        Application: {
            /** Format: uuid */
            app_id: string;
            name: string;
            client_id: string;
            /**
             * @description confidential: has a secret and can keep it; public: runs where it can keep none (an app on a desktop or a phone, a page in a browser), and only ever acts for a user
             * @enum {unknown}
             */
            client_type: "confidential" | "public";
            scopes: string[];
            redirect_uris: string[];
            /** @description requests a minute for each API; null: the server’s default, `MUSTER_RATE_LIMIT` */
            rate_limit: number | null;
            /** @description to the minute; null: never */
            last_used_at: string | null;
            /** @description the address of the peer then */
            last_used_from: string | null;
            /** Format: date-time */
            created_at: string;
            revoked_at: string | null;
        };
        Applied: {
            /** Format: uuid */
            action_id: string;
            type: string;
            /** Format: date-time */
            created_at: string;
            /** @description only where the order said `supersede` */
            superseded?: {
                /** @description older commands that no agent had yet; they have ended */
                closed: number;
                /** @description older commands that an agent has; it may still finish first */
                asked_to_stop: number;
            };
            /** @description Merkle root of the targets that it applies to, hexadecimal */
            root: string;
            /** @description targets by state; only states that occur */
            counts: {
                [key: string]: number;
            };
            /** @description a sentence for each reason that occurs */
            reasons: {
                [key: string]: string;
            };
            /** @description in the order of the request; empty with `targets=false` */
            targets: components["schemas"]["Outcome"][];
        };
        AuditEntry: {
            sequence: number;
            /** Format: date-time */
            at: string;
            /** @enum {unknown} */
            event: "action.applied" | "action.cancelled" | "action.braked" | "exemption.ended" | "application.created" | "application.changed" | "application.revoked" | "authorization.given" | "authorization.revoked" | "token.issued" | "token.refused" | "token.revoked" | "group.created" | "group.changed" | "group.deleted" | "devices.imported" | "enrolment_token.created" | "enrolment_token.revoked" | "device.enrolled" | "device.re_enrolled" | "device.retired" | "device.uninstalled" | "device.returned" | "duplicate.found" | "duplicate.resolved" | "device.identified" | "device.user_linked" | "command.ended" | "command.refused" | "agent.refused" | "agent.updated" | "agent.update_failed" | "agent_release.created" | "agent_release.piece_stored" | "agent_release.published" | "agent_release.changed" | "agent_release.withdrawn" | "identity_fields.changed" | "agent_policy.changed" | "compliance_policy.changed" | "licence.changed" | "retention.changed" | "retention.applied" | "webhook.created" | "webhook.changed" | "webhook.secret_renewed" | "webhook.deleted" | "webhook.tested" | "webhook.resent" | "webhook.switched_off" | "saved_view.created" | "saved_view.changed" | "saved_view.deleted" | "server.set_up" | "session.started" | "session.refused" | "session.confirmed" | "session.ended" | "user.created" | "user.invited" | "user.joined" | "user.changed" | "user.disabled" | "user.enabled" | "user.deleted" | "user.password_changed" | "user.second_factor_added" | "user.second_factor_removed" | "user.recovery_codes_made" | "user.identity_linked";
            /** @enum {unknown} */
            channel: "console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system";
            user: string | null;
            application: {
                id: string;
                name: string;
            } | null;
            token_id: string | null;
            peer: string | null;
            request_id: string;
            action_id: string | null;
            details: {
                [key: string]: unknown;
            };
            /** @description SHA-256 over the hash before, the sequence and the content, hexadecimal */
            hash: string;
        };
        AuditReceipt: {
            /** @constant */
            v: 1;
            entry: {
                sequence: number;
                content: string;
                hash: string;
            };
            previous_hash: string;
            target: {
                device_id: string;
                generation: number;
                command_id: string;
            };
            index: number;
            size: number;
            proof: string;
            root: string;
        };
        Cancelled: {
            /** @description commands that no agent had yet */
            cancelled: number;
            /** @description commands that an agent has; it may still finish first */
            asked_to_stop: number;
        };
        Command: {
            /** Format: uuid */
            action_id: string;
            type: string;
            identifier: string;
            device_id: string | null;
            hostname: string | null;
            /** @enum {unknown} */
            state: "not_supported" | "not_found" | "ambiguous" | "no_op" | "succeeded" | "failed" | "timed_out" | "expired" | "rejected" | "cancelled" | "superseded" | "device_removed" | "terminated" | "held" | "queued" | "offered" | "accepted" | "deferred" | "running" | "unresponsive" | "cancelling";
            reason: string | null;
            /** @description for a person: the agent’s words, or the reason’s */
            message: string | null;
            progress: number | null;
            command_id: string | null;
            accepted_at: string | null;
            finish_by: string | null;
            retry_at: string | null;
            /** @description when the device that this waits for usually connects; null: it is connected, or nobody can say */
            expected_at: string | null;
            /** @description how often the device put it off */
            deferrals: number;
            ended_at: string | null;
            result: unknown;
            /** @description what the agent said after the end; null: nothing */
            late_result: unknown;
        };
        CreatedApplication: {
            /** Format: uuid */
            app_id: string;
            name: string;
            client_id: string;
            /**
             * @description confidential: has a secret and can keep it; public: runs where it can keep none (an app on a desktop or a phone, a page in a browser), and only ever acts for a user
             * @enum {unknown}
             */
            client_type: "confidential" | "public";
            scopes: string[];
            redirect_uris: string[];
            /** @description requests a minute for each API; null: the server’s default, `MUSTER_RATE_LIMIT` */
            rate_limit: number | null;
            /** @description to the minute; null: never */
            last_used_at: string | null;
            /** @description the address of the peer then */
            last_used_from: string | null;
            /** Format: date-time */
            created_at: string;
            revoked_at: string | null;
            /** @description Shown this once: only its SHA-256 is kept. Null: a public application has none. */
            client_secret: string | null;
        };
        CreatedEnrolmentToken: {
            /** Format: uuid */
            token_id: string;
            group_id: string;
            description: string;
            uses_left: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            revoked_at: string | null;
            /** @description Shown this once: only its SHA-256 is kept. */
            token: string;
        };
        Device: {
            device_id: string;
            hwid: string | null;
            hostname: string;
            nickname: string;
            /** @enum {unknown} */
            device_type: "desktop" | "laptop" | "phone" | "tablet" | "server" | "vm" | "other";
            /** @enum {unknown} */
            status: "compliant" | "non_compliant" | "exempted" | "out_of_license_usage" | "unknown" | "ignored" | "installed" | "pending" | "quarantined";
            /**
             * @description the worst of its issues that count, whether or not it is exempt
             * @enum {unknown}
             */
            severity: "no_issues" | "warning" | "critical";
            /** @description how many of them count */
            critical_issues: number;
            warning_issues: number;
            /** @enum {unknown} */
            agent_type: "persistent" | "on_demand" | "mobile" | "domain_controller" | "none";
            agent_name: string;
            agent_version: string;
            /** @enum {unknown} */
            os: "windows" | "mac" | "linux" | "ios" | "android" | "other";
            os_name: string;
            os_version: string;
            /** @description action types that its agent can do; null: it never said */
            abilities: string[] | null;
            macs: string[];
            public_ip: string;
            user_name: string;
            /** @description what its user answered to `re-identify` last; personal data */
            user_identity: {
                [key: string]: string | number;
            } | null;
            group_id: string;
            group_name: string;
            ignored: boolean;
            exemption: {
                /** @description of the action, or of the import, that exempted it */
                action_id: string;
                /** @description `critical`: from critical issues only; with a warning it is what it would be without */
                scope: "all" | "critical";
                /** @description null: for ever */
                until: string | null;
            } | null;
            /** @description whether an agent of Muster holds a key for it */
            enrolled: boolean;
            /** Format: date-time */
            enrolled_at: string;
            online: boolean;
            last_seen: string | null;
            source: string;
        };
        DeviceDetails: {
            device_id: string;
            hwid: string | null;
            hostname: string;
            nickname: string;
            /** @enum {unknown} */
            device_type: "desktop" | "laptop" | "phone" | "tablet" | "server" | "vm" | "other";
            /** @enum {unknown} */
            status: "compliant" | "non_compliant" | "exempted" | "out_of_license_usage" | "unknown" | "ignored" | "installed" | "pending" | "quarantined";
            /**
             * @description the worst of its issues that count, whether or not it is exempt
             * @enum {unknown}
             */
            severity: "no_issues" | "warning" | "critical";
            /** @description how many of them count */
            critical_issues: number;
            warning_issues: number;
            /** @enum {unknown} */
            agent_type: "persistent" | "on_demand" | "mobile" | "domain_controller" | "none";
            agent_name: string;
            agent_version: string;
            /** @enum {unknown} */
            os: "windows" | "mac" | "linux" | "ios" | "android" | "other";
            os_name: string;
            os_version: string;
            /** @description action types that its agent can do; null: it never said */
            abilities: string[] | null;
            macs: string[];
            public_ip: string;
            user_name: string;
            /** @description what its user answered to `re-identify` last; personal data */
            user_identity: {
                [key: string]: string | number;
            } | null;
            group_id: string;
            group_name: string;
            ignored: boolean;
            exemption: {
                /** @description of the action, or of the import, that exempted it */
                action_id: string;
                /** @description `critical`: from critical issues only; with a warning it is what it would be without */
                scope: "all" | "critical";
                /** @description null: for ever */
                until: string | null;
            } | null;
            /** @description whether an agent of Muster holds a key for it */
            enrolled: boolean;
            /** Format: date-time */
            enrolled_at: string;
            online: boolean;
            last_seen: string | null;
            source: string;
            /** @description one more at each enrolment and removal; commands are bound to it */
            generation: number;
            /** @description the page that tells its user what to mend: whoever has it needs no sign-in, so give it to nobody else; it ends with this generation */
            remediation_url: string;
            connected_at: string | null;
            /** @description when it usually connects next, from its own history; null: it is connected, or nobody can say */
            expected_at: string | null;
            /** @description checks that fail and that the policy of its group names, critical ones first; whether or not it is exempt */
            issues: {
                /** @enum {unknown} */
                check: "disk_encryption" | "firewall" | "antimalware_present" | "antimalware_current" | "os_updates" | "screen_lock" | "reboot_pending" | "unwanted_software";
                severity: "critical" | "warning";
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                counts_from: string;
                /** @description whether its grace period is over */
                counts: boolean;
                /** @description what the agent found, as it said it */
                facts: {
                    [key: string]: unknown;
                };
                /** Format: date-time */
                taken_at: string;
            }[];
            /** @description all that its agent looked at, by name; most do not count */
            checks: {
                /** @enum {unknown} */
                check: "disk_encryption" | "firewall" | "antimalware_present" | "antimalware_current" | "os_updates" | "screen_lock" | "reboot_pending" | "unwanted_software";
                /** @enum {unknown} */
                result: "pass" | "fail" | "unknown";
                /** @description what the agent found, as it said it */
                facts: {
                    [key: string]: unknown;
                };
                /** Format: date-time */
                taken_at: string;
            }[];
            /** @description all that its users answered, newest first; the last hundred */
            identities: {
                /** Format: date-time */
                answered_at: string;
                /** Format: uuid */
                action_id: string;
                user_identity: {
                    [key: string]: string | number;
                };
            }[];
            /** @description as its agent reported it last */
            inventory: {
                [key: string]: unknown;
            };
        };
        DeviceImport: {
            devices: components["schemas"]["ImportRow"][];
        } | components["schemas"]["ImportRow"][] | components["schemas"]["ImportRow"];
        DeviceSelector: {
            /** @description device ids or hardware ids */
            ids?: string[];
            /** @description in any spelling */
            macs?: string[];
            filter?: components["schemas"]["TargetFilter"];
            /** @description devices of an action whose targets are in one of these states */
            targets?: {
                /** Format: uuid */
                action_id: string;
                states: ("not_supported" | "not_found" | "ambiguous" | "no_op" | "succeeded" | "failed" | "timed_out" | "expired" | "rejected" | "cancelled" | "superseded" | "device_removed" | "terminated" | "held" | "queued" | "offered" | "accepted" | "deferred" | "running" | "unresponsive" | "cancelling")[];
            };
        };
        Duplicate: {
            /** Format: uuid */
            duplicate_id: string;
            device_id: string;
            /** Format: date-time */
            found_at: string;
            /**
             * @description hello: the device’s key on other hardware; turns: two agents with its key take turns; enrolment: another machine wanted to enrol under its hardware id
             * @enum {unknown}
             */
            found_by: "hello" | "turns" | "enrolment";
            known: {
                hostname: string;
                public_ip: string;
                online: boolean;
                /** @description hashed, as `kind:hash` */
                evidence: string[];
            };
            newcomer: {
                hostname: string;
                public_ip: string;
                evidence: string[];
            };
            /**
             * @description separating: resolved, and the other machine has not enrolled as a device of its own yet
             * @enum {unknown}
             */
            state: "open" | "separating" | "resolved";
            resolution: ("same" | "separate") | null;
            keeps: ("known" | "newcomer") | null;
            resolved_at: string | null;
            resolved_by: string | null;
            /** @description device id of the machine that was told apart */
            separated_as: string | null;
        };
        DuplicateResolution: {
            /**
             * @description same: one machine with other hardware, such as a new board, or, of two that were to be separate, one is gone; separate: two machines
             * @enum {unknown}
             */
            resolution: "same" | "separate";
            /**
             * @description of separate ones: which stays the device
             * @default known
             * @enum {unknown}
             */
            keeps?: "known" | "newcomer";
        };
        EnrolmentToken: {
            /** Format: uuid */
            token_id: string;
            group_id: string;
            description: string;
            uses_left: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            revoked_at: string | null;
        };
        ExportedAuditEntry: {
            sequence: number;
            /** @description the entry, to the byte */
            content: string;
            hash: string;
        };
        Finding: {
            /** @description null: the file could not be read again */
            sha256: string | null;
            signature: string;
            /** @description how many devices it was found on */
            devices: number;
            /** Format: date-time */
            first_seen: string;
            /** Format: date-time */
            last_seen: string;
        };
        FindingDevice: {
            device_id: string;
            hostname: string;
            signatures: string[];
            /** Format: date-time */
            first_seen: string;
            /** Format: date-time */
            last_seen: string;
            area: ("memory" | "system" | "portable" | "additional" | "path" | "boot") | null;
            path: string | null;
            /** Format: uuid */
            action_id: string;
            /** @description its report has all that was found */
            command_id: string;
        };
        Group: {
            group_id: string;
            name: string;
            description: string;
            /** @description how many devices are in it */
            devices: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            modified_at: string;
        };
        GroupChange: {
            name?: string;
            description?: string;
        };
        IdentityField: {
            /** @description the key of its answer: `a`–`z`, `0`–`9`, `_` */
            name: string;
            label: string;
            /** @enum {unknown} */
            kind: "text" | "email" | "number" | "choice" | "date";
            /** @default false */
            required: boolean;
            /** @description of the kind `choice` */
            choices?: string[];
            /** @description of the kind `text`, in UTF-16 units; default 200 */
            length_max?: number;
        };
        IdentityFields: {
            asked_by: string;
            purpose: string;
            fields: components["schemas"]["IdentityField"][];
            modified_at: string | null;
        };
        IdentityFieldsChange: {
            asked_by?: string;
            purpose?: string;
            fields: components["schemas"]["IdentityField"][];
        };
        ImportRow: {
            device_id?: string;
            hwid?: string;
            hostname?: string;
            nickname?: string;
            /** @enum {unknown} */
            device_type?: "desktop" | "laptop" | "phone" | "tablet" | "server" | "vm" | "other";
            /** @enum {unknown} */
            status?: "compliant" | "non_compliant" | "exempted" | "out_of_license_usage" | "unknown" | "ignored" | "installed" | "pending" | "quarantined";
            /** @enum {unknown} */
            agent_type?: "persistent" | "on_demand" | "mobile" | "domain_controller" | "none";
            agent_name?: string;
            agent_version?: string;
            /** @enum {unknown} */
            os?: "windows" | "mac" | "linux" | "ios" | "android" | "other";
            os_name?: string;
            os_version?: string;
            abilities?: string[];
            macs?: string[];
            /** @description for a new device only */
            group_id?: string;
            public_ip?: string;
            user_name?: string;
        };
        ImportedDevices: {
            /** Format: uuid */
            import_id: string;
            created: number;
            /** @description had been deleted, and are back */
            restored: number;
            updated: number;
            /** @description rows left out; 0 unless `partial` */
            failed: number;
            errors: {
                field: string;
                message: string;
            }[];
        };
        InvitedUser: {
            /** Format: uuid */
            user_id: string;
            email: string;
            name: string;
            /**
             * @description viewer: looks; operator: also acts on devices, groups, enrolment and duplicates; administrator: also users, applications, releases and settings
             * @enum {unknown}
             */
            role: "viewer" | "operator" | "administrator";
            has_password: boolean;
            /** @description whether codes of an authenticator app are asked for */
            totp: boolean;
            passkeys: number;
            recovery_codes_left: number;
            /** @description sign-in at the company’s OpenID provider that belongs to this user */
            identities: {
                issuer: string;
                /** Format: date-time */
                linked_at: string;
            }[];
            /** Format: date-time */
            created_at: string;
            last_sign_in_at: string | null;
            disabled_at: string | null;
            /** @description of a link that was not used yet; null where none is open */
            invitation_expires_at: string | null;
            /** @description `<server>/invitation#token=…`: shown this once, good once and for seven days; hand it to the person */
            invitation_link: string;
        };
        NewApplication: {
            name: string;
            /**
             * @default [
             *       "read",
             *       "actions"
             *     ]
             */
            scopes?: ("read" | "actions" | "actions:exempt" | "actions:unexempt" | "actions:ignore" | "actions:unignore" | "actions:delete" | "actions:dhcprenew" | "actions:re-identify" | "actions:assign_to_group" | "actions:fetch_agent_log" | "actions:scan_threats")[];
            /** @description requests a minute for each API */
            rate_limit?: number;
            /** @description where users come back to after they let the application in (grant `authorization_code`), compared letter by letter: https; http on this machine only (127.0.0.1, [::1], localhost); of a public one also a scheme of its own with a dot, such as `com.example.app:/back` */
            redirect_uris?: string[];
            /**
             * @description confidential: has a secret and can keep it; public: runs where it can keep none (an app on a desktop or a phone, a page in a browser), and only ever acts for a user
             * @enum {unknown}
             */
            client_type?: "confidential" | "public";
        };
        NewEnrolmentToken: {
            /**
             * @description where the devices come in
             * @default default
             */
            group_id?: string;
            /** @default 3600 */
            expires_in_seconds?: number;
            /** @default 1 */
            uses?: number;
            /** @default  */
            description?: string;
        };
        NewGroup: {
            /** @description letters, digits, `.`, `_`, `-` */
            group_id?: string;
            name: string;
            description?: string;
        };
        NewPasskey: {
            ceremony: string;
            name: string;
            passkey: components["schemas"]["PasskeyResponse"];
        };
        NewUser: {
            /** @description an e-mail address; what one signs in by */
            email: string;
            name: string;
            /**
             * @description viewer: looks; operator: also acts on devices, groups, enrolment and duplicates; administrator: also users, applications, releases and settings
             * @enum {unknown}
             */
            role: "viewer" | "operator" | "administrator";
        };
        Outcome: {
            /** @description as sent */
            identifier: string;
            device_id: string | null;
            /** @enum {unknown} */
            state: "not_supported" | "not_found" | "ambiguous" | "no_op" | "succeeded" | "failed" | "timed_out" | "expired" | "rejected" | "cancelled" | "superseded" | "device_removed" | "terminated" | "held" | "queued" | "offered" | "accepted" | "deferred" | "running" | "unresponsive" | "cancelling";
            reason: string | null;
            command_id: string | null;
        };
        Passkey: {
            /** Format: uuid */
            passkey_id: string;
            name: string;
            /** Format: date-time */
            created_at: string;
            last_used_at: string | null;
            /** @description kept by a service that brings it to the user’s other devices */
            backed_up: boolean;
            transports: string[];
        };
        PasskeyCeremony: {
            /** @description from the answer before; good for five minutes */
            ceremony: string;
            /** @description for PublicKeyCredential.parseRequestOptionsFromJSON, or parseCreationOptionsFromJSON */
            options: {
                [key: string]: unknown;
            };
        };
        /** @description PublicKeyCredential.toJSON() */
        PasskeyResponse: {
            id: string;
            rawId: string;
            /** @constant */
            type: "public-key";
            response: {
                [key: string]: unknown;
            };
        };
        Plan: {
            /** Format: uuid */
            action_id: string;
            type: string;
            /** Format: date-time */
            planned_at: string;
            /** @description Merkle root of the targets that it applies to, hexadecimal */
            root: string;
            /** @description targets by state; only states that occur */
            counts: {
                [key: string]: number;
            };
            /** @description a sentence for each reason that occurs */
            reasons: {
                [key: string]: string;
            };
            /** @description in the order of the request; empty with `targets=false` */
            targets: components["schemas"]["Outcome"][];
        };
        PlanOrder: {
            /** @description the name of an action type */
            type: string;
            /** @default {} */
            params?: {
                [key: string]: unknown;
            };
            devices: components["schemas"]["DeviceSelector"];
            /** @description seconds that a command may wait for its device, in the place of what the type says */
            deliver_within?: number;
            /** @description seconds that an agent may take once it accepted, in the place of what the type says */
            finish_within?: number;
            /**
             * @description Older commands of the type with other parameters, for the same devices, make way: those that wait end, agents that have one are asked to stop.
             * @default false
             */
            supersede?: boolean;
            /** @description Once so many of the devices that tried have failed, what waits is terminated, and agents at work are asked to stop. Absent: the action goes on whatever happens. */
            brake?: {
                /**
                 * @description how many of a hundred devices that tried may have failed, timed out or refused
                 * @default 20
                 */
                failed_percent?: number;
                /**
                 * @description how many devices must have tried before anything is concluded; who is away is not counted
                 * @default 10
                 */
                sample_min?: number;
            };
        };
        RecoveryCodes: {
            /** @description each good once in place of a second factor; shown this once. Empty: those made earlier stay */
            recovery_codes: string[];
        };
        Session: {
            /** Format: uuid */
            session_id: string;
            user: components["schemas"]["User"];
            /** @description what the role allows: `read`, `actions`, `operate`, `admin` */
            scopes: string[];
            csrf_token: string;
            signed_in_by: string;
            /** @description null: dangerous things ask to sign in again */
            fresh_until: string | null;
            /** Format: date-time */
            expires_at: string;
        };
        SignedIn: {
            /** @constant */
            state: "signed_in";
            session: components["schemas"]["Session"];
        };
        Target: {
            position: number;
            identifier: string;
            device_id: string | null;
            hostname: string | null;
            /** @enum {unknown} */
            state: "not_supported" | "not_found" | "ambiguous" | "no_op" | "succeeded" | "failed" | "timed_out" | "expired" | "rejected" | "cancelled" | "superseded" | "device_removed" | "terminated" | "held" | "queued" | "offered" | "accepted" | "deferred" | "running" | "unresponsive" | "cancelling";
            reason: string | null;
            /** @description for a person: the agent’s words, or the reason’s */
            message: string | null;
            progress: number | null;
            command_id: string | null;
            accepted_at: string | null;
            finish_by: string | null;
            retry_at: string | null;
            /** @description when the device that this waits for usually connects; null: it is connected, or nobody can say */
            expected_at: string | null;
            /** @description how often the device put it off */
            deferrals: number;
            ended_at: string | null;
            result: unknown;
            /** @description what the agent said after the end; null: nothing */
            late_result: unknown;
        };
        TargetFilter: {
            /**
             * @description every device: an action needs a key, and never guesses this one
             * @constant
             */
            all?: true;
            device_type?: ("desktop" | "laptop" | "phone" | "tablet" | "server" | "vm" | "other")[];
            os?: ("windows" | "mac" | "linux" | "ios" | "android" | "other")[];
            status?: ("compliant" | "non_compliant" | "exempted" | "out_of_license_usage" | "unknown" | "ignored" | "installed" | "pending" | "quarantined")[];
            severity?: ("no_issues" | "warning" | "critical")[];
            agent_type?: ("persistent" | "on_demand" | "mobile" | "domain_controller" | "none")[];
            group_id?: string[];
            agent_version?: string[];
            /** @description older than this; devices without an agent are not */
            agent_version_below?: string;
            /** @description this or newer */
            agent_version_from?: string;
            /** @description whether an agent of the device is connected now */
            online?: boolean;
            /**
             * Format: date-time
             * @description seen then or later; a device that is connected is seen now
             */
            last_seen_after?: string;
            /**
             * Format: date-time
             * @description last seen before then; not those that never were
             */
            last_seen_before?: string;
            /** @description seconds before now in which it was seen */
            last_seen_within?: number;
            /** @description whether an agent of the device was ever connected */
            ever_seen?: boolean;
            /** @description whether an agent of Muster holds a key for it */
            enrolled?: boolean;
            ignored?: boolean;
            /** @description whether an exemption of it runs, whatever its status */
            exempt?: boolean;
            exempt_by?: string[];
            /** @description seconds; not those exempt for ever */
            exempt_ends_within?: number;
            identity?: string[];
            finding_sha256?: string[];
            finding_signature?: string[];
            /** @description text in the device id, hardware id, host name, nickname, user name or what its user answered, in any case; or a MAC */
            q?: string;
        };
        Uninstall: {
            device_id: string;
            hostname: string;
            /** @description the enrolment that the deletion ended */
            generation: number;
            /** Format: uuid */
            action_id: string;
            /** @enum {unknown} */
            state: "waiting" | "told" | "confirmed" | "expired" | "returned" | "not_asked";
            /** Format: date-time */
            deleted_at: string;
            told_at: string | null;
            confirmed_at: string | null;
            /** Format: date-time */
            expires_at: string;
            returned_at: string | null;
            /** @description the enrolment as which the device came back */
            returned_as: number | null;
        };
        User: {
            /** Format: uuid */
            user_id: string;
            email: string;
            name: string;
            /**
             * @description viewer: looks; operator: also acts on devices, groups, enrolment and duplicates; administrator: also users, applications, releases and settings
             * @enum {unknown}
             */
            role: "viewer" | "operator" | "administrator";
            has_password: boolean;
            /** @description whether codes of an authenticator app are asked for */
            totp: boolean;
            passkeys: number;
            recovery_codes_left: number;
            /** @description sign-in at the company’s OpenID provider that belongs to this user */
            identities: {
                issuer: string;
                /** Format: date-time */
                linked_at: string;
            }[];
            /** Format: date-time */
            created_at: string;
            last_sign_in_at: string | null;
            disabled_at: string | null;
            /** @description of a link that was not used yet; null where none is open */
            invitation_expires_at: string | null;
        };
        UserSession: {
            /** Format: uuid */
            session_id: string;
            /** @description the one that asks */
            current: boolean;
            /** @description `password`, `password+totp`, `passkey`, `openid` and the like */
            signed_in_by: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            last_used_at: string;
            /** Format: date-time */
            expires_at: string;
            peer: string | null;
            user_agent: string;
        };
        ErrorBody: {
            error: {
                /** @enum {unknown} */
                code: "invalid_request" | "invalid_token" | "wrong_credentials" | "insufficient_scope" | "csrf_refused" | "fresh_sign_in_needed" | "not_found" | "method_not_allowed" | "limit_too_large" | "conflict" | "plan_drifted" | "request_in_progress" | "too_large" | "page_beyond_last" | "unsupported_media_type" | "idempotency_key_reused" | "rate_limited" | "internal" | "unavailable";
                /** @description for a person; says the remedy where there is one */
                message: string;
                errors: {
                    field: string;
                    message: string;
                }[];
                /** @description also in the header X-Request-Id and in the server’s log */
                request_id: string;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Account = components['schemas']['Account'];
export type Action = components['schemas']['Action'];
export type ActionOrder = components['schemas']['ActionOrder'];
export type ActionTypeInfo = components['schemas']['ActionTypeInfo'];
export type Application = components['schemas']['Application'];
export type Applied = components['schemas']['Applied'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditReceipt = components['schemas']['AuditReceipt'];
export type Cancelled = components['schemas']['Cancelled'];
export type Command = components['schemas']['Command'];
export type CreatedApplication = components['schemas']['CreatedApplication'];
export type CreatedEnrolmentToken = components['schemas']['CreatedEnrolmentToken'];
export type Device = components['schemas']['Device'];
export type DeviceDetails = components['schemas']['DeviceDetails'];
export type DeviceImport = components['schemas']['DeviceImport'];
export type DeviceSelector = components['schemas']['DeviceSelector'];
export type Duplicate = components['schemas']['Duplicate'];
export type DuplicateResolution = components['schemas']['DuplicateResolution'];
export type EnrolmentToken = components['schemas']['EnrolmentToken'];
export type ExportedAuditEntry = components['schemas']['ExportedAuditEntry'];
export type Finding = components['schemas']['Finding'];
export type FindingDevice = components['schemas']['FindingDevice'];
export type Group = components['schemas']['Group'];
export type GroupChange = components['schemas']['GroupChange'];
export type IdentityField = components['schemas']['IdentityField'];
export type IdentityFields = components['schemas']['IdentityFields'];
export type IdentityFieldsChange = components['schemas']['IdentityFieldsChange'];
export type ImportRow = components['schemas']['ImportRow'];
export type ImportedDevices = components['schemas']['ImportedDevices'];
export type InvitedUser = components['schemas']['InvitedUser'];
export type NewApplication = components['schemas']['NewApplication'];
export type NewEnrolmentToken = components['schemas']['NewEnrolmentToken'];
export type NewGroup = components['schemas']['NewGroup'];
export type NewPasskey = components['schemas']['NewPasskey'];
export type NewUser = components['schemas']['NewUser'];
export type Outcome = components['schemas']['Outcome'];
export type Passkey = components['schemas']['Passkey'];
export type PasskeyCeremony = components['schemas']['PasskeyCeremony'];
export type PasskeyResponse = components['schemas']['PasskeyResponse'];
export type Plan = components['schemas']['Plan'];
export type PlanOrder = components['schemas']['PlanOrder'];
export type RecoveryCodes = components['schemas']['RecoveryCodes'];
export type Session = components['schemas']['Session'];
export type SignedIn = components['schemas']['SignedIn'];
export type Target = components['schemas']['Target'];
export type TargetFilter = components['schemas']['TargetFilter'];
export type Uninstall = components['schemas']['Uninstall'];
export type User = components['schemas']['User'];
export type UserSession = components['schemas']['UserSession'];
export type ErrorBody = components['schemas']['ErrorBody'];
export type $defs = Record<string, never>;
export interface operations {
    planAction: {
        parameters: {
            query?: {
                targets?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "fetch_agent_log",
                 *       "devices": {
                 *         "filter": {
                 *           "os": [
                 *             "linux"
                 *           ],
                 *           "online": true
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PlanOrder"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listActions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                type?: string;
                channel?: "console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system";
                user?: string;
                app_id?: string;
                since?: string;
                until?: string;
                waiting?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Action"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    applyAction: {
        parameters: {
            query?: {
                targets?: boolean;
            };
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "fetch_agent_log",
                 *       "devices": {
                 *         "filter": {
                 *           "os": [
                 *             "linux"
                 *           ],
                 *           "online": true
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ActionOrder"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applied"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Action"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    cancelAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cancelled"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    makeActionReceipt: {
        parameters: {
            query: {
                device_id: string;
            };
            header?: never;
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditReceipt"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listTargets: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "not_supported" | "not_found" | "ambiguous" | "no_op" | "succeeded" | "failed" | "timed_out" | "expired" | "rejected" | "cancelled" | "superseded" | "device_removed" | "terminated" | "held" | "queued" | "offered" | "accepted" | "deferred" | "running" | "unresponsive" | "cancelling";
            };
            header?: never;
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Target"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    watchAction: {
        parameters: {
            query?: {
                last_event_id?: string;
            };
            header?: never;
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** Format: uuid */
                        action_id: string;
                        /** @enum {unknown} */
                        state: "waiting" | "done" | "cancelled" | "terminated";
                        /** @description targets by state; only states that occur */
                        counts: {
                            [key: string]: number;
                        };
                        target_count: number;
                        cancelled_at: string | null;
                        cancelled_by: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    planRetry: {
        parameters: {
            query?: {
                targets?: boolean;
            };
            header?: never;
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default [
                     *       "failed",
                     *       "timed_out",
                     *       "expired",
                     *       "rejected"
                     *     ]
                     */
                    states?: ("not_supported" | "not_found" | "ambiguous" | "no_op" | "succeeded" | "failed" | "timed_out" | "expired" | "rejected" | "cancelled" | "superseded" | "device_removed" | "terminated" | "held" | "queued" | "offered" | "accepted" | "deferred" | "running" | "unresponsive" | "cancelling")[];
                    /** @description seconds that a command may wait for its device, in the place of what the type says */
                    deliver_within?: number;
                    /** @description seconds that an agent may take once it accepted, in the place of what the type says */
                    finish_within?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    retryAction: {
        parameters: {
            query?: {
                targets?: boolean;
            };
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default [
                     *       "failed",
                     *       "timed_out",
                     *       "expired",
                     *       "rejected"
                     *     ]
                     */
                    states?: ("not_supported" | "not_found" | "ambiguous" | "no_op" | "succeeded" | "failed" | "timed_out" | "expired" | "rejected" | "cancelled" | "superseded" | "device_removed" | "terminated" | "held" | "queued" | "offered" | "accepted" | "deferred" | "running" | "unresponsive" | "cancelling")[];
                    /** @description seconds that a command may wait for its device, in the place of what the type says */
                    deliver_within?: number;
                    /** @description seconds that an agent may take once it accepted, in the place of what the type says */
                    finish_within?: number;
                    /** @description Apply only if this plan still holds; else 409 plan_drifted. */
                    plan?: {
                        /** Format: uuid */
                        action_id: string;
                        root: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applied"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    planUndo: {
        parameters: {
            query?: {
                targets?: boolean;
            };
            header?: never;
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    undoAction: {
        parameters: {
            query?: {
                targets?: boolean;
            };
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Apply only if this plan still holds; else 409 plan_drifted. */
                    plan?: {
                        /** Format: uuid */
                        action_id: string;
                        root: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applied"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                command_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    downloadReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                command_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    countDevices: {
        parameters: {
            query?: {
                all?: true;
                device_type?: ("desktop" | "laptop" | "phone" | "tablet" | "server" | "vm" | "other")[];
                os?: ("windows" | "mac" | "linux" | "ios" | "android" | "other")[];
                status?: ("compliant" | "non_compliant" | "exempted" | "out_of_license_usage" | "unknown" | "ignored" | "installed" | "pending" | "quarantined")[];
                severity?: ("no_issues" | "warning" | "critical")[];
                agent_type?: ("persistent" | "on_demand" | "mobile" | "domain_controller" | "none")[];
                group_id?: string[];
                agent_version?: string[];
                agent_version_below?: string;
                agent_version_from?: string;
                online?: boolean;
                last_seen_after?: string;
                last_seen_before?: string;
                last_seen_within?: number;
                ever_seen?: boolean;
                enrolled?: boolean;
                ignored?: boolean;
                exempt?: boolean;
                exempt_by?: string[];
                exempt_ends_within?: number;
                identity?: string[];
                finding_sha256?: string[];
                finding_signature?: string[];
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many devices the filter matches, exactly */
                        devices: number;
                        /** @description how many there are */
                        of: number;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    countDeviceFacets: {
        parameters: {
            query?: {
                all?: true;
                device_type?: ("desktop" | "laptop" | "phone" | "tablet" | "server" | "vm" | "other")[];
                os?: ("windows" | "mac" | "linux" | "ios" | "android" | "other")[];
                status?: ("compliant" | "non_compliant" | "exempted" | "out_of_license_usage" | "unknown" | "ignored" | "installed" | "pending" | "quarantined")[];
                severity?: ("no_issues" | "warning" | "critical")[];
                agent_type?: ("persistent" | "on_demand" | "mobile" | "domain_controller" | "none")[];
                group_id?: string[];
                agent_version?: string[];
                agent_version_below?: string;
                agent_version_from?: string;
                online?: boolean;
                last_seen_after?: string;
                last_seen_before?: string;
                last_seen_within?: number;
                ever_seen?: boolean;
                enrolled?: boolean;
                ignored?: boolean;
                exempt?: boolean;
                exempt_by?: string[];
                exempt_ends_within?: number;
                identity?: string[];
                finding_sha256?: string[];
                finding_signature?: string[];
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many devices the filter matches */
                        devices: number;
                        /** @description by key: each value that occurs and how many devices the filter would match with it alone in the place of what it says of that key; most first */
                        facets: {
                            status: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            severity: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            os: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            agent_type: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            agent_version: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            device_type: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            group_id: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            online: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            enrolled: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            exempt: {
                                value: string | boolean;
                                devices: number;
                            }[];
                            ignored: {
                                value: string | boolean;
                                devices: number;
                            }[];
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listDevices: {
        parameters: {
            query?: {
                all?: true;
                device_type?: ("desktop" | "laptop" | "phone" | "tablet" | "server" | "vm" | "other")[];
                os?: ("windows" | "mac" | "linux" | "ios" | "android" | "other")[];
                status?: ("compliant" | "non_compliant" | "exempted" | "out_of_license_usage" | "unknown" | "ignored" | "installed" | "pending" | "quarantined")[];
                severity?: ("no_issues" | "warning" | "critical")[];
                agent_type?: ("persistent" | "on_demand" | "mobile" | "domain_controller" | "none")[];
                group_id?: string[];
                agent_version?: string[];
                agent_version_below?: string;
                agent_version_from?: string;
                online?: boolean;
                last_seen_after?: string;
                last_seen_before?: string;
                last_seen_within?: number;
                ever_seen?: boolean;
                enrolled?: boolean;
                ignored?: boolean;
                exempt?: boolean;
                exempt_by?: string[];
                exempt_ends_within?: number;
                identity?: string[];
                finding_sha256?: string[];
                finding_signature?: string[];
                q?: string;
                limit?: number;
                cursor?: string;
                sort?: "added" | "-added" | "hostname" | "-hostname" | "device_id" | "-device_id" | "last_seen" | "-last_seen";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Device"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportDevices: {
        parameters: {
            query?: {
                all?: true;
                device_type?: ("desktop" | "laptop" | "phone" | "tablet" | "server" | "vm" | "other")[];
                os?: ("windows" | "mac" | "linux" | "ios" | "android" | "other")[];
                status?: ("compliant" | "non_compliant" | "exempted" | "out_of_license_usage" | "unknown" | "ignored" | "installed" | "pending" | "quarantined")[];
                severity?: ("no_issues" | "warning" | "critical")[];
                agent_type?: ("persistent" | "on_demand" | "mobile" | "domain_controller" | "none")[];
                group_id?: string[];
                agent_version?: string[];
                agent_version_below?: string;
                agent_version_from?: string;
                online?: boolean;
                last_seen_after?: string;
                last_seen_before?: string;
                last_seen_within?: number;
                ever_seen?: boolean;
                enrolled?: boolean;
                ignored?: boolean;
                exempt?: boolean;
                exempt_by?: string[];
                exempt_ends_within?: number;
                identity?: string[];
                finding_sha256?: string[];
                finding_signature?: string[];
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    importDevices: {
        parameters: {
            query?: {
                partial?: boolean;
            };
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "devices": [
                 *         {
                 *           "device_id": "printer-3",
                 *           "hostname": "printer-3",
                 *           "status": "unknown",
                 *           "macs": [
                 *             "00:1a:2b:3c:4d:5e"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["DeviceImport"];
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedDevices"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceDetails"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listDeviceTimeline: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: ({
                            /** @constant */
                            kind: "action";
                            /** Format: date-time */
                            at: string;
                            /** @enum {unknown} */
                            channel: "console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system";
                            user: string | null;
                            application: {
                                id: string;
                                name: string;
                            } | null;
                            /** Format: uuid */
                            action_id: string;
                            type: string;
                            params: {
                                [key: string]: unknown;
                            };
                            /** @enum {unknown} */
                            state: "not_supported" | "not_found" | "ambiguous" | "no_op" | "succeeded" | "failed" | "timed_out" | "expired" | "rejected" | "cancelled" | "superseded" | "device_removed" | "terminated" | "held" | "queued" | "offered" | "accepted" | "deferred" | "running" | "unresponsive" | "cancelling";
                            reason: string | null;
                            message: string | null;
                            command_id: string | null;
                            ended_at: string | null;
                        } | {
                            /** @constant */
                            kind: "event";
                            /** Format: date-time */
                            at: string;
                            /** @enum {unknown} */
                            channel: "console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system";
                            user: string | null;
                            application: {
                                id: string;
                                name: string;
                            } | null;
                            /** @description of the audit log, or of the device log */
                            event: string;
                            action_id: string | null;
                            details: {
                                [key: string]: unknown;
                            };
                        })[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listDeviceCommands: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Command"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listDeviceLog: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                event?: string[];
                channel?: ("console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system")[];
                since?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            device_id: string;
                            hostname: string;
                            /** @description an action type, or an event of devices */
                            event: string;
                            action_id: string | null;
                            /** @description of an action’s target */
                            state: string | null;
                            channel: ("console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system") | null;
                            user: string | null;
                            application: string | null;
                            /** @description parameters of an action, or what is known */
                            details: {
                                [key: string]: unknown;
                            };
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportDeviceLogCsv: {
        parameters: {
            query?: {
                event?: string[];
                channel?: ("console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system")[];
                since?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportDeviceLogLines: {
        parameters: {
            query?: {
                event?: string[];
                channel?: ("console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system")[];
                since?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": {
                        /** Format: date-time */
                        at: string;
                        device_id: string;
                        hostname: string;
                        /** @description an action type, or an event of devices */
                        event: string;
                        action_id: string | null;
                        /** @description of an action’s target */
                        state: string | null;
                        channel: ("console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system") | null;
                        user: string | null;
                        application: string | null;
                        /** @description parameters of an action, or what is known */
                        details: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    downloadReports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                action_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportFindingsCsv: {
        parameters: {
            query?: {
                action_id?: string;
                device_id?: string;
                sha256?: string;
                signature?: string;
                sha256_prefix?: string;
                signature_part?: string;
                path_part?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportFindings: {
        parameters: {
            query?: {
                action_id?: string;
                device_id?: string;
                sha256?: string;
                signature?: string;
                sha256_prefix?: string;
                signature_part?: string;
                path_part?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        found_at: string;
                        device_id: string;
                        hostname: string;
                        sha256: string | null;
                        signature: string;
                        area: string;
                        path: string;
                        size_bytes: number | null;
                        engine: string;
                        engine_version: string;
                        database_version: string | null;
                        /** Format: uuid */
                        action_id: string;
                    }[];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listDuplicates: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                open?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Duplicate"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    resolveDuplicate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                duplicate_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "resolution": "separate",
                 *       "keeps": "known"
                 *     }
                 */
                "application/json": components["schemas"]["DuplicateResolution"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duplicate"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listUninstalls: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                action_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Uninstall"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listExemptions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "ending" | "endless" | "ended";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            device_id: string;
                            hostname: string;
                            group_id: string;
                            /** @description of the action, or of the import, that exempted it */
                            action_id: string;
                            /** @description null: it was imported so */
                            since: string | null;
                            /** @description null: for ever */
                            until: string | null;
                            scope: ("all" | "critical") | null;
                            channel: ("console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system") | null;
                            user: string | null;
                            application: string | null;
                            ended_at: string | null;
                            /** @description null: it runs */
                            ended_by: ("time" | "action") | null;
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    countExemptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ending: number;
                        ending_in_24_hours: number;
                        ending_in_7_days: number;
                        endless: number;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listFindings: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                sha256?: string;
                signature?: string;
                sha256_prefix?: string;
                signature_part?: string;
                path_part?: string;
                device_id?: string;
                action_id?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Finding"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listFindingDevices: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                signature?: string;
            };
            header?: never;
            path: {
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["FindingDevice"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Group"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "group_id": "kiosks",
                 *       "name": "Kiosks",
                 *       "description": "Reception and lobby"
                 *     }
                 */
                "application/json": components["schemas"]["NewGroup"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    deleteGroup: {
        parameters: {
            query?: {
                move_to?: string;
            };
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description devices */
                        moved: number;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showIdentityFields: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFields"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    setIdentityFields: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "asked_by": "Example Ltd, IT",
                 *       "purpose": "To know whom to call when this device needs help.",
                 *       "fields": [
                 *         {
                 *           "name": "name",
                 *           "label": "Your name",
                 *           "kind": "text",
                 *           "required": true
                 *         },
                 *         {
                 *           "name": "email",
                 *           "label": "Your e-mail address",
                 *           "kind": "email",
                 *           "required": true
                 *         },
                 *         {
                 *           "name": "site",
                 *           "label": "Where you work",
                 *           "kind": "choice",
                 *           "required": false,
                 *           "choices": [
                 *             "Berlin",
                 *             "Lyon"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["IdentityFieldsChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFields"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listEnrolmentTokens: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EnrolmentToken"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    createEnrolmentToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "group_id": "default",
                 *       "expires_in_seconds": 3600,
                 *       "uses": 25
                 *     }
                 */
                "application/json": components["schemas"]["NewEnrolmentToken"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedEnrolmentToken"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    revokeEnrolmentToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolmentToken"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listAgentReleases: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            release_id: string;
                            version: string;
                            platform: string;
                            size_bytes: number;
                            received_bytes: number;
                            sha256: string;
                            allow_downgrade: boolean;
                            /** @enum {unknown} */
                            state: "uploading" | "published" | "withdrawn";
                            /** @description null: every group; empty: one that was deleted */
                            group_id: string | null;
                            percent: number;
                            /** Format: date-time */
                            created_at: string;
                            published_at: string | null;
                            withdrawn_at: string | null;
                            /** @description numbers of devices */
                            outcomes: {
                                updated: number;
                                rolled_back: number;
                                refused: number;
                            };
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    createAgentRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description such as 1.4.0 */
                    version: string;
                    /** @description linux-x64 */
                    platform: string;
                    size_bytes: number;
                    /** @description of the file, in lower-case hexadecimal */
                    sha256: string;
                    /**
                     * @description devices with a younger version take it too; this is signed
                     * @default false
                     */
                    allow_downgrade?: boolean;
                    /** @description the group that it is for, where publishing names no other; null, or absent: every group */
                    group_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        release_id: string;
                        version: string;
                        platform: string;
                        size_bytes: number;
                        received_bytes: number;
                        sha256: string;
                        allow_downgrade: boolean;
                        /** @enum {unknown} */
                        state: "uploading" | "published" | "withdrawn";
                        /** @description null: every group; empty: one that was deleted */
                        group_id: string | null;
                        percent: number;
                        /** Format: date-time */
                        created_at: string;
                        published_at: string | null;
                        withdrawn_at: string | null;
                        /** @description numbers of devices */
                        outcomes: {
                            updated: number;
                            rolled_back: number;
                            refused: number;
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showAgentRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        release_id: string;
                        version: string;
                        platform: string;
                        size_bytes: number;
                        received_bytes: number;
                        sha256: string;
                        allow_downgrade: boolean;
                        /** @enum {unknown} */
                        state: "uploading" | "published" | "withdrawn";
                        /** @description null: every group; empty: one that was deleted */
                        group_id: string | null;
                        percent: number;
                        /** Format: date-time */
                        created_at: string;
                        published_at: string | null;
                        withdrawn_at: string | null;
                        /** @description numbers of devices */
                        outcomes: {
                            updated: number;
                            rolled_back: number;
                            refused: number;
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    withdrawAgentRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        release_id: string;
                        version: string;
                        platform: string;
                        size_bytes: number;
                        received_bytes: number;
                        sha256: string;
                        allow_downgrade: boolean;
                        /** @enum {unknown} */
                        state: "uploading" | "published" | "withdrawn";
                        /** @description null: every group; empty: one that was deleted */
                        group_id: string | null;
                        percent: number;
                        /** Format: date-time */
                        created_at: string;
                        published_at: string | null;
                        withdrawn_at: string | null;
                        /** @description numbers of devices */
                        outcomes: {
                            updated: number;
                            rolled_back: number;
                            refused: number;
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeAgentRollout: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "percent": 100
                 *     }
                 */
                "application/json": {
                    /** @description null: every group */
                    group_id?: string | null;
                    /** @description of those devices; more holds all of less */
                    percent?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        release_id: string;
                        version: string;
                        platform: string;
                        size_bytes: number;
                        received_bytes: number;
                        sha256: string;
                        allow_downgrade: boolean;
                        /** @enum {unknown} */
                        state: "uploading" | "published" | "withdrawn";
                        /** @description null: every group; empty: one that was deleted */
                        group_id: string | null;
                        percent: number;
                        /** Format: date-time */
                        created_at: string;
                        published_at: string | null;
                        withdrawn_at: string | null;
                        /** @description numbers of devices */
                        outcomes: {
                            updated: number;
                            rolled_back: number;
                            refused: number;
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    sendAgentReleasePiece: {
        parameters: {
            query: {
                offset: number;
            };
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        release_id: string;
                        version: string;
                        platform: string;
                        size_bytes: number;
                        received_bytes: number;
                        sha256: string;
                        allow_downgrade: boolean;
                        /** @enum {unknown} */
                        state: "uploading" | "published" | "withdrawn";
                        /** @description null: every group; empty: one that was deleted */
                        group_id: string | null;
                        percent: number;
                        /** Format: date-time */
                        created_at: string;
                        published_at: string | null;
                        withdrawn_at: string | null;
                        /** @description numbers of devices */
                        outcomes: {
                            updated: number;
                            rolled_back: number;
                            refused: number;
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    publishAgentRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "group_id": "pilots",
                 *       "percent": 10
                 *     }
                 */
                "application/json": {
                    /** @description null: every group */
                    group_id?: string | null;
                    /** @description of those devices; more holds all of less */
                    percent?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        release_id: string;
                        version: string;
                        platform: string;
                        size_bytes: number;
                        received_bytes: number;
                        sha256: string;
                        allow_downgrade: boolean;
                        /** @enum {unknown} */
                        state: "uploading" | "published" | "withdrawn";
                        /** @description null: every group; empty: one that was deleted */
                        group_id: string | null;
                        percent: number;
                        /** Format: date-time */
                        created_at: string;
                        published_at: string | null;
                        withdrawn_at: string | null;
                        /** @description numbers of devices */
                        outcomes: {
                            updated: number;
                            rolled_back: number;
                            refused: number;
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listApplications: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Application"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    createApplication: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Service desk",
                 *       "scopes": [
                 *         "read",
                 *         "actions:fetch_agent_log"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewApplication"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApplication"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeApplication: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "redirect_uris": [
                 *         "https://portal.example.com/oauth/callback"
                 *       ]
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** @description where users come back to after they let the application in (grant `authorization_code`), compared letter by letter: https; http on this machine only (127.0.0.1, [::1], localhost); of a public one also a scheme of its own with a dot, such as `com.example.app:/back` */
                    redirect_uris?: string[];
                    /**
                     * @description confidential: has a secret and can keep it; public: runs where it can keep none (an app on a desktop or a phone, a page in a browser), and only ever acts for a user
                     * @enum {unknown}
                     */
                    client_type?: "confidential" | "public";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        app_id: string;
                        name: string;
                        client_id: string;
                        /**
                         * @description confidential: has a secret and can keep it; public: runs where it can keep none (an app on a desktop or a phone, a page in a browser), and only ever acts for a user
                         * @enum {unknown}
                         */
                        client_type: "confidential" | "public";
                        scopes: string[];
                        redirect_uris: string[];
                        /** @description requests a minute for each API; null: the server’s default, `MUSTER_RATE_LIMIT` */
                        rate_limit: number | null;
                        /** @description to the minute; null: never */
                        last_used_at: string | null;
                        /** @description the address of the peer then */
                        last_used_from: string | null;
                        /** Format: date-time */
                        created_at: string;
                        revoked_at: string | null;
                        /** @description Of one that was public until now, shown this once; else null: it is as it was. */
                        client_secret: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    revokeApplication: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                action_id?: string;
                device_id?: string;
                event?: ("action.applied" | "action.cancelled" | "action.braked" | "exemption.ended" | "application.created" | "application.changed" | "application.revoked" | "authorization.given" | "authorization.revoked" | "token.issued" | "token.refused" | "token.revoked" | "group.created" | "group.changed" | "group.deleted" | "devices.imported" | "enrolment_token.created" | "enrolment_token.revoked" | "device.enrolled" | "device.re_enrolled" | "device.retired" | "device.uninstalled" | "device.returned" | "duplicate.found" | "duplicate.resolved" | "device.identified" | "device.user_linked" | "command.ended" | "command.refused" | "agent.refused" | "agent.updated" | "agent.update_failed" | "agent_release.created" | "agent_release.piece_stored" | "agent_release.published" | "agent_release.changed" | "agent_release.withdrawn" | "identity_fields.changed" | "agent_policy.changed" | "compliance_policy.changed" | "licence.changed" | "retention.changed" | "retention.applied" | "webhook.created" | "webhook.changed" | "webhook.secret_renewed" | "webhook.deleted" | "webhook.tested" | "webhook.resent" | "webhook.switched_off" | "saved_view.created" | "saved_view.changed" | "saved_view.deleted" | "server.set_up" | "session.started" | "session.refused" | "session.confirmed" | "session.ended" | "user.created" | "user.invited" | "user.joined" | "user.changed" | "user.disabled" | "user.enabled" | "user.deleted" | "user.password_changed" | "user.second_factor_added" | "user.second_factor_removed" | "user.recovery_codes_made" | "user.identity_linked")[];
                channel?: ("console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system")[];
                user?: string;
                app_id?: string;
                since?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportAuditCsv: {
        parameters: {
            query?: {
                action_id?: string;
                device_id?: string;
                event?: ("action.applied" | "action.cancelled" | "action.braked" | "exemption.ended" | "application.created" | "application.changed" | "application.revoked" | "authorization.given" | "authorization.revoked" | "token.issued" | "token.refused" | "token.revoked" | "group.created" | "group.changed" | "group.deleted" | "devices.imported" | "enrolment_token.created" | "enrolment_token.revoked" | "device.enrolled" | "device.re_enrolled" | "device.retired" | "device.uninstalled" | "device.returned" | "duplicate.found" | "duplicate.resolved" | "device.identified" | "device.user_linked" | "command.ended" | "command.refused" | "agent.refused" | "agent.updated" | "agent.update_failed" | "agent_release.created" | "agent_release.piece_stored" | "agent_release.published" | "agent_release.changed" | "agent_release.withdrawn" | "identity_fields.changed" | "agent_policy.changed" | "compliance_policy.changed" | "licence.changed" | "retention.changed" | "retention.applied" | "webhook.created" | "webhook.changed" | "webhook.secret_renewed" | "webhook.deleted" | "webhook.tested" | "webhook.resent" | "webhook.switched_off" | "saved_view.created" | "saved_view.changed" | "saved_view.deleted" | "server.set_up" | "session.started" | "session.refused" | "session.confirmed" | "session.ended" | "user.created" | "user.invited" | "user.joined" | "user.changed" | "user.disabled" | "user.enabled" | "user.deleted" | "user.password_changed" | "user.second_factor_added" | "user.second_factor_removed" | "user.recovery_codes_made" | "user.identity_linked")[];
                channel?: ("console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system")[];
                user?: string;
                app_id?: string;
                since?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportAuditLines: {
        parameters: {
            query?: {
                action_id?: string;
                device_id?: string;
                event?: ("action.applied" | "action.cancelled" | "action.braked" | "exemption.ended" | "application.created" | "application.changed" | "application.revoked" | "authorization.given" | "authorization.revoked" | "token.issued" | "token.refused" | "token.revoked" | "group.created" | "group.changed" | "group.deleted" | "devices.imported" | "enrolment_token.created" | "enrolment_token.revoked" | "device.enrolled" | "device.re_enrolled" | "device.retired" | "device.uninstalled" | "device.returned" | "duplicate.found" | "duplicate.resolved" | "device.identified" | "device.user_linked" | "command.ended" | "command.refused" | "agent.refused" | "agent.updated" | "agent.update_failed" | "agent_release.created" | "agent_release.piece_stored" | "agent_release.published" | "agent_release.changed" | "agent_release.withdrawn" | "identity_fields.changed" | "agent_policy.changed" | "compliance_policy.changed" | "licence.changed" | "retention.changed" | "retention.applied" | "webhook.created" | "webhook.changed" | "webhook.secret_renewed" | "webhook.deleted" | "webhook.tested" | "webhook.resent" | "webhook.switched_off" | "saved_view.created" | "saved_view.changed" | "saved_view.deleted" | "server.set_up" | "session.started" | "session.refused" | "session.confirmed" | "session.ended" | "user.created" | "user.invited" | "user.joined" | "user.changed" | "user.disabled" | "user.enabled" | "user.deleted" | "user.password_changed" | "user.second_factor_added" | "user.second_factor_removed" | "user.recovery_codes_made" | "user.identity_linked")[];
                channel?: ("console" | "oauth_api" | "cli" | "native_api" | "scheduler" | "agent" | "system")[];
                user?: string;
                app_id?: string;
                since?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["AuditEntry"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ExportedAuditEntry"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listPatches: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                q?: string;
                source?: string;
                security?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description as its vendor calls it: `KB5034441`, a package, a label */
                            patch_id: string;
                            /** @description what knew of it: `windows_update`, `softwareupdate`, `apt`, `dnf` */
                            source: string;
                            title: string | null;
                            /** @description whether it mends what can be attacked, for at least one of the devices */
                            security: boolean;
                            /** @description how many lack it; not those deleted, ignored or without an agent */
                            devices: number;
                            /** Format: date-time */
                            missing_since: string;
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportPatches: {
        parameters: {
            query?: {
                q?: string;
                source?: string;
                security?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listPatchDevices: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                source?: string;
            };
            header?: never;
            path: {
                patch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            device_id: string;
                            hostname: string;
                            group_id: string;
                            group_name: string;
                            os: string;
                            /** @description what knew of it: `windows_update`, `softwareupdate`, `apt`, `dnf` */
                            source: string;
                            security: boolean;
                            installed: string | null;
                            available: string | null;
                            /**
                             * Format: date-time
                             * @description when the server first heard so
                             */
                            missing_since: string;
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportPatchDevices: {
        parameters: {
            query?: {
                source?: string;
            };
            header?: never;
            path: {
                patch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listDevicePatches: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description as its vendor calls it: `KB5034441`, a package, a label */
                            patch_id: string;
                            /** @description what knew of it: `windows_update`, `softwareupdate`, `apt`, `dnf` */
                            source: string;
                            title: string | null;
                            security: boolean;
                            installed: string | null;
                            available: string | null;
                            /**
                             * Format: date-time
                             * @description when the server first heard so
                             */
                            missing_since: string;
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    exportDevicePatches: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showAgentPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description by action type: when devices put such commands off; an absent type is never put off */
                        defer: {
                            [key: string]: {
                                /** @description while it runs on battery with this charge or less; 100: whenever it runs on battery */
                                battery_percent?: number;
                                /** @description while its connection is metered */
                                metered?: boolean;
                                /** @description between these times of day; may pass midnight */
                                quiet?: {
                                    /** @description HH:MM, by the device’s own clock */
                                    from: string;
                                    /** @description HH:MM, by the device’s own clock */
                                    to: string;
                                };
                                /**
                                 * @description how long until it looks again; beyond a quiet time, at the end of that
                                 * @default 900
                                 */
                                retry_after_seconds?: number;
                            };
                        };
                        changed_at: string | null;
                        changed_by: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeAgentPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "defer": {
                 *         "scan_threats": {
                 *           "battery_percent": 50,
                 *           "metered": true,
                 *           "quiet": {
                 *             "from": "08:00",
                 *             "to": "18:00"
                 *           },
                 *           "retry_after_seconds": 1800
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description by action type: when devices put such commands off; an absent type is never put off */
                    defer: {
                        [key: string]: {
                            /** @description while it runs on battery with this charge or less; 100: whenever it runs on battery */
                            battery_percent?: number;
                            /** @description while its connection is metered */
                            metered?: boolean;
                            /** @description between these times of day; may pass midnight */
                            quiet?: {
                                /** @description HH:MM, by the device’s own clock */
                                from: string;
                                /** @description HH:MM, by the device’s own clock */
                                to: string;
                            };
                            /**
                             * @description how long until it looks again; beyond a quiet time, at the end of that
                             * @default 900
                             */
                            retry_after_seconds?: number;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description by action type: when devices put such commands off; an absent type is never put off */
                        defer: {
                            [key: string]: {
                                /** @description while it runs on battery with this charge or less; 100: whenever it runs on battery */
                                battery_percent?: number;
                                /** @description while its connection is metered */
                                metered?: boolean;
                                /** @description between these times of day; may pass midnight */
                                quiet?: {
                                    /** @description HH:MM, by the device’s own clock */
                                    from: string;
                                    /** @description HH:MM, by the device’s own clock */
                                    to: string;
                                };
                                /**
                                 * @description how long until it looks again; beyond a quiet time, at the end of that
                                 * @default 900
                                 */
                                retry_after_seconds?: number;
                            };
                        };
                        changed_at: string | null;
                        changed_by: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description devices whose agents have not been heard of for so long; absent: they stay. Records without an agent stay. */
                        unseen_devices?: {
                            days: number;
                            /**
                             * @description what becomes of the record
                             * @enum {unknown}
                             */
                            record: "archive" | "remove";
                        };
                        /** @description days; absent: for ever. What is left of devices after their deletion: records, addresses, log. Goes with actions_days, and not before the actions on them. */
                        deleted_devices_days?: number;
                        /** @description days; absent: for ever. What happened to devices other than by actions. */
                        logs_days?: number;
                        /** @description days; absent: for ever. Actions of which all ended so long ago, with their targets; not those that still have effect. */
                        actions_days?: number;
                        /** @description days; absent: for ever. What commands brought back. */
                        reports_days?: number;
                        /** @description days; absent: for ever. Threats that no scan has found on a device for so long. */
                        findings_days?: number;
                        changed_at: string | null;
                        changed_by: string | null;
                        /** @description what the background job did; a kind that is not looked at has none */
                        runs: {
                            /** @enum {unknown} */
                            kind: "unseen_devices" | "deleted_devices" | "logs" | "actions" | "reports" | "findings";
                            /** Format: date-time */
                            last_run_at: string;
                            /** @description devices, events, actions, reports or findings, in the last run */
                            removed: number;
                            removed_ever: number;
                        }[];
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeRetention: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "unseen_devices": {
                 *         "days": 180,
                 *         "record": "archive"
                 *       },
                 *       "logs_days": 400,
                 *       "reports_days": 30
                 *     }
                 */
                "application/json": {
                    /** @description devices whose agents have not been heard of for so long; absent: they stay. Records without an agent stay. */
                    unseen_devices?: {
                        days: number;
                        /**
                         * @description what becomes of the record
                         * @enum {unknown}
                         */
                        record: "archive" | "remove";
                    };
                    /** @description days; absent: for ever. What is left of devices after their deletion: records, addresses, log. Goes with actions_days, and not before the actions on them. */
                    deleted_devices_days?: number;
                    /** @description days; absent: for ever. What happened to devices other than by actions. */
                    logs_days?: number;
                    /** @description days; absent: for ever. Actions of which all ended so long ago, with their targets; not those that still have effect. */
                    actions_days?: number;
                    /** @description days; absent: for ever. What commands brought back. */
                    reports_days?: number;
                    /** @description days; absent: for ever. Threats that no scan has found on a device for so long. */
                    findings_days?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description devices whose agents have not been heard of for so long; absent: they stay. Records without an agent stay. */
                        unseen_devices?: {
                            days: number;
                            /**
                             * @description what becomes of the record
                             * @enum {unknown}
                             */
                            record: "archive" | "remove";
                        };
                        /** @description days; absent: for ever. What is left of devices after their deletion: records, addresses, log. Goes with actions_days, and not before the actions on them. */
                        deleted_devices_days?: number;
                        /** @description days; absent: for ever. What happened to devices other than by actions. */
                        logs_days?: number;
                        /** @description days; absent: for ever. Actions of which all ended so long ago, with their targets; not those that still have effect. */
                        actions_days?: number;
                        /** @description days; absent: for ever. What commands brought back. */
                        reports_days?: number;
                        /** @description days; absent: for ever. Threats that no scan has found on a device for so long. */
                        findings_days?: number;
                        changed_at: string | null;
                        changed_by: string | null;
                        /** @description what the background job did; a kind that is not looked at has none */
                        runs: {
                            /** @enum {unknown} */
                            kind: "unseen_devices" | "deleted_devices" | "logs" | "actions" | "reports" | "findings";
                            /** Format: date-time */
                            last_run_at: string;
                            /** @description devices, events, actions, reports or findings, in the last run */
                            removed: number;
                            removed_ever: number;
                        }[];
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            webhook_id: string;
                            /** @enum {unknown} */
                            format: "events" | "device_statuses";
                            url: string;
                            description: string;
                            event_types: string[];
                            enabled: boolean;
                            /** @description requests that failed since the last that did not */
                            failures_in_row: number;
                            /** @description by the server, after too many failures */
                            switched_off_at: string | null;
                            last_delivered_at: string | null;
                            last_failed_at: string | null;
                            /** @description events that are still to be told */
                            waiting: number;
                            /** @description events that were given up; they can be sent again */
                            dead: number;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            modified_at: string;
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://siem.example.com/muster",
                 *       "event_types": [
                 *         "device.status_changed",
                 *         "command.failed"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @description `events`: signed as Standard Webhooks has it, several an account; `device_statuses`: the one callback URL of existing integrations, an array of statuses, with the key in `Authorization` as it stands
                     * @default events
                     * @enum {unknown}
                     */
                    format?: "events" | "device_statuses";
                    /** @description an address that begins with https:// */
                    url: string;
                    description?: string;
                    /** @description what it is told; of `device_statuses` always `device.status_changed` */
                    event_types?: ("device.status_changed" | "device.added" | "device.deleted" | "action.applied" | "action.ended" | "command.failed")[];
                    /** @description only with `device_statuses`: the API key that the receiver expects; else one is made */
                    secret?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        webhook_id: string;
                        /** @enum {unknown} */
                        format: "events" | "device_statuses";
                        url: string;
                        description: string;
                        event_types: string[];
                        enabled: boolean;
                        /** @description requests that failed since the last that did not */
                        failures_in_row: number;
                        /** @description by the server, after too many failures */
                        switched_off_at: string | null;
                        last_delivered_at: string | null;
                        last_failed_at: string | null;
                        /** @description events that are still to be told */
                        waiting: number;
                        /** @description events that were given up; they can be sent again */
                        dead: number;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        modified_at: string;
                        /** @description Shown this once. Of `events`: `whsec_` and the key in Base64. */
                        secret: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        webhook_id: string;
                        /** @enum {unknown} */
                        format: "events" | "device_statuses";
                        url: string;
                        description: string;
                        event_types: string[];
                        enabled: boolean;
                        /** @description requests that failed since the last that did not */
                        failures_in_row: number;
                        /** @description by the server, after too many failures */
                        switched_off_at: string | null;
                        last_delivered_at: string | null;
                        last_failed_at: string | null;
                        /** @description events that are still to be told */
                        waiting: number;
                        /** @description events that were given up; they can be sent again */
                        dead: number;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        modified_at: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        webhook_id: string;
                        /** @enum {unknown} */
                        format: "events" | "device_statuses";
                        url: string;
                        description: string;
                        event_types: string[];
                        enabled: boolean;
                        /** @description requests that failed since the last that did not */
                        failures_in_row: number;
                        /** @description by the server, after too many failures */
                        switched_off_at: string | null;
                        last_delivered_at: string | null;
                        last_failed_at: string | null;
                        /** @description events that are still to be told */
                        waiting: number;
                        /** @description events that were given up; they can be sent again */
                        dead: number;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        modified_at: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description an address that begins with https:// */
                    url?: string;
                    description?: string;
                    /** @description what it is told; of `device_statuses` always `device.status_changed` */
                    event_types?: ("device.status_changed" | "device.added" | "device.deleted" | "action.applied" | "action.ended" | "command.failed")[];
                    /** @description switching it on forgets the failures in a row */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        webhook_id: string;
                        /** @enum {unknown} */
                        format: "events" | "device_statuses";
                        url: string;
                        description: string;
                        event_types: string[];
                        enabled: boolean;
                        /** @description requests that failed since the last that did not */
                        failures_in_row: number;
                        /** @description by the server, after too many failures */
                        switched_off_at: string | null;
                        last_delivered_at: string | null;
                        last_failed_at: string | null;
                        /** @description events that are still to be told */
                        waiting: number;
                        /** @description events that were given up; they can be sent again */
                        dead: number;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        modified_at: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    renewWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        webhook_id: string;
                        /** @enum {unknown} */
                        format: "events" | "device_statuses";
                        url: string;
                        description: string;
                        event_types: string[];
                        enabled: boolean;
                        /** @description requests that failed since the last that did not */
                        failures_in_row: number;
                        /** @description by the server, after too many failures */
                        switched_off_at: string | null;
                        last_delivered_at: string | null;
                        last_failed_at: string | null;
                        /** @description events that are still to be told */
                        waiting: number;
                        /** @description events that were given up; they can be sent again */
                        dead: number;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        modified_at: string;
                        /** @description Shown this once. Of `events`: `whsec_` and the key in Base64. */
                        secret: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description the header `webhook-id`; the same in every attempt
                         */
                        event_id: string;
                        type: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** @enum {unknown} */
                        state: "waiting" | "delivered" | "dead";
                        attempts: number;
                        /** @description of a waiting one: not before then */
                        due_at: string | null;
                        last_attempt_at: string | null;
                        /** @description the HTTP status of the last answer */
                        last_status: number | null;
                        last_problem: string | null;
                        ended_at: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "waiting" | "delivered" | "dead";
            };
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: uuid
                             * @description the header `webhook-id`; the same in every attempt
                             */
                            event_id: string;
                            type: string;
                            /** Format: date-time */
                            occurred_at: string;
                            /** @enum {unknown} */
                            state: "waiting" | "delivered" | "dead";
                            attempts: number;
                            /** @description of a waiting one: not before then */
                            due_at: string | null;
                            last_attempt_at: string | null;
                            /** @description the HTTP status of the last answer */
                            last_status: number | null;
                            last_problem: string | null;
                            ended_at: string | null;
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    resendDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description absent: all dead letters */
                    event_ids?: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        resent: number;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showCompliancePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            /** @enum {unknown} */
                            check: "disk_encryption" | "firewall" | "antimalware_present" | "antimalware_current" | "os_updates" | "screen_lock" | "reboot_pending" | "unwanted_software";
                            severity: "critical" | "warning";
                            /**
                             * @description how long it may fail before it counts, from when the server first heard of it
                             * @default 0
                             */
                            grace_seconds?: number;
                            /** @description `unwanted_software` only: names of packages as the system lists them, in any case */
                            names?: string[];
                        }[];
                        /** @description whether it is the account’s, as the group has none of its own */
                        inherited: boolean;
                        changed_at: string | null;
                        changed_by: string | null;
                        /** @description whether devices are being judged anew at this moment */
                        judging: boolean;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeCompliancePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "checks": [
                 *         {
                 *           "check": "disk_encryption",
                 *           "severity": "critical",
                 *           "grace_seconds": 604800
                 *         },
                 *         {
                 *           "check": "firewall",
                 *           "severity": "warning"
                 *         },
                 *         {
                 *           "check": "unwanted_software",
                 *           "severity": "critical",
                 *           "names": [
                 *             "telnetd",
                 *             "xmrig"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    checks: {
                        /** @enum {unknown} */
                        check: "disk_encryption" | "firewall" | "antimalware_present" | "antimalware_current" | "os_updates" | "screen_lock" | "reboot_pending" | "unwanted_software";
                        severity: "critical" | "warning";
                        /**
                         * @description how long it may fail before it counts, from when the server first heard of it
                         * @default 0
                         */
                        grace_seconds?: number;
                        /** @description `unwanted_software` only: names of packages as the system lists them, in any case */
                        names?: string[];
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            /** @enum {unknown} */
                            check: "disk_encryption" | "firewall" | "antimalware_present" | "antimalware_current" | "os_updates" | "screen_lock" | "reboot_pending" | "unwanted_software";
                            severity: "critical" | "warning";
                            /**
                             * @description how long it may fail before it counts, from when the server first heard of it
                             * @default 0
                             */
                            grace_seconds?: number;
                            /** @description `unwanted_software` only: names of packages as the system lists them, in any case */
                            names?: string[];
                        }[];
                        /** @description whether it is the account’s, as the group has none of its own */
                        inherited: boolean;
                        changed_at: string | null;
                        changed_by: string | null;
                        /** @description whether devices are being judged anew at this moment */
                        judging: boolean;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showGroupCompliancePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            /** @enum {unknown} */
                            check: "disk_encryption" | "firewall" | "antimalware_present" | "antimalware_current" | "os_updates" | "screen_lock" | "reboot_pending" | "unwanted_software";
                            severity: "critical" | "warning";
                            /**
                             * @description how long it may fail before it counts, from when the server first heard of it
                             * @default 0
                             */
                            grace_seconds?: number;
                            /** @description `unwanted_software` only: names of packages as the system lists them, in any case */
                            names?: string[];
                        }[];
                        /** @description whether it is the account’s, as the group has none of its own */
                        inherited: boolean;
                        changed_at: string | null;
                        changed_by: string | null;
                        /** @description whether devices are being judged anew at this moment */
                        judging: boolean;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeGroupCompliancePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "checks": [
                 *         {
                 *           "check": "disk_encryption",
                 *           "severity": "critical",
                 *           "grace_seconds": 604800
                 *         },
                 *         {
                 *           "check": "firewall",
                 *           "severity": "warning"
                 *         },
                 *         {
                 *           "check": "unwanted_software",
                 *           "severity": "critical",
                 *           "names": [
                 *             "telnetd",
                 *             "xmrig"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    checks: {
                        /** @enum {unknown} */
                        check: "disk_encryption" | "firewall" | "antimalware_present" | "antimalware_current" | "os_updates" | "screen_lock" | "reboot_pending" | "unwanted_software";
                        severity: "critical" | "warning";
                        /**
                         * @description how long it may fail before it counts, from when the server first heard of it
                         * @default 0
                         */
                        grace_seconds?: number;
                        /** @description `unwanted_software` only: names of packages as the system lists them, in any case */
                        names?: string[];
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            /** @enum {unknown} */
                            check: "disk_encryption" | "firewall" | "antimalware_present" | "antimalware_current" | "os_updates" | "screen_lock" | "reboot_pending" | "unwanted_software";
                            severity: "critical" | "warning";
                            /**
                             * @description how long it may fail before it counts, from when the server first heard of it
                             * @default 0
                             */
                            grace_seconds?: number;
                            /** @description `unwanted_software` only: names of packages as the system lists them, in any case */
                            names?: string[];
                        }[];
                        /** @description whether it is the account’s, as the group has none of its own */
                        inherited: boolean;
                        changed_at: string | null;
                        changed_by: string | null;
                        /** @description whether devices are being judged anew at this moment */
                        judging: boolean;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    dropGroupCompliancePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            /** @enum {unknown} */
                            check: "disk_encryption" | "firewall" | "antimalware_present" | "antimalware_current" | "os_updates" | "screen_lock" | "reboot_pending" | "unwanted_software";
                            severity: "critical" | "warning";
                            /**
                             * @description how long it may fail before it counts, from when the server first heard of it
                             * @default 0
                             */
                            grace_seconds?: number;
                            /** @description `unwanted_software` only: names of packages as the system lists them, in any case */
                            names?: string[];
                        }[];
                        /** @description whether it is the account’s, as the group has none of its own */
                        inherited: boolean;
                        changed_at: string | null;
                        changed_by: string | null;
                        /** @description whether devices are being judged anew at this moment */
                        judging: boolean;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showLicence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description null: any number */
                        devices_allowed: number | null;
                        /** @description how many it counts: all but unknown devices, archived ones and those it has no room for */
                        devices_counted: number;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeLicence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "devices_allowed": 500
                 *     }
                 */
                "application/json": {
                    /** @description null: any number */
                    devices_allowed: number | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description null: any number */
                        devices_allowed: number | null;
                        /** @description how many it counts: all but unknown devices, archived ones and those it has no room for */
                        devices_counted: number;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        devices: {
                            total: number;
                            online: number;
                            enrolled: number;
                            /** @description most first; only what occurs */
                            by_status: {
                                value: string;
                                devices: number;
                                online: number;
                            }[];
                            by_os: {
                                value: string;
                                devices: number;
                                online: number;
                            }[];
                            by_agent_type: {
                                value: string;
                                devices: number;
                                online: number;
                            }[];
                        };
                        running: {
                            /** @description actions with commands that are not done */
                            actions: number;
                            commands: number;
                            /** @description the newest ten */
                            newest: components["schemas"]["Action"][];
                        };
                        exemptions: {
                            ending: number;
                            ending_in_24_hours: number;
                            ending_in_7_days: number;
                            endless: number;
                        };
                        /** @description commands that failed, timed out, expired or were rejected, of the newest actions of the last 7 days, so many as have 200 000 targets */
                        failures: {
                            targets: number;
                            /** @description by action, state and reason; the newest ten */
                            newest: {
                                /** Format: uuid */
                                action_id: string;
                                type: string;
                                /** @enum {unknown} */
                                state: "not_supported" | "not_found" | "ambiguous" | "no_op" | "succeeded" | "failed" | "timed_out" | "expired" | "rejected" | "cancelled" | "superseded" | "device_removed" | "terminated" | "held" | "queued" | "offered" | "accepted" | "deferred" | "running" | "unresponsive" | "cancelling";
                                reason: string | null;
                                devices: number;
                                /** Format: date-time */
                                last_at: string;
                            }[];
                        };
                        /** @description devices of the status `unknown`; those that came in last */
                        unknown_devices: {
                            total: number;
                            newest: {
                                device_id: string;
                                hostname: string;
                                /** Format: date-time */
                                added_at: string;
                                source: string;
                            }[];
                        };
                        findings: {
                            /** @description hashes and signatures that were seen in the last 7 days */
                            in_7_days: number;
                            /** @description devices that they were seen on */
                            devices_in_7_days: number;
                            newest: components["schemas"]["Finding"][];
                        };
                        /** @description devices that two machines pass for, and nobody has decided */
                        duplicates_open: number;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            name: string;
                            /** Format: date-time */
                            created_at: string;
                        };
                        /** @description under which clients and agents reach this server */
                        public_url: string;
                        identity_fields: components["schemas"]["IdentityFields"];
                        agent_policy: {
                            /** @description by action type: when devices put such commands off; an absent type is never put off */
                            defer: {
                                [key: string]: {
                                    /** @description while it runs on battery with this charge or less; 100: whenever it runs on battery */
                                    battery_percent?: number;
                                    /** @description while its connection is metered */
                                    metered?: boolean;
                                    /** @description between these times of day; may pass midnight */
                                    quiet?: {
                                        /** @description HH:MM, by the device’s own clock */
                                        from: string;
                                        /** @description HH:MM, by the device’s own clock */
                                        to: string;
                                    };
                                    /**
                                     * @description how long until it looks again; beyond a quiet time, at the end of that
                                     * @default 900
                                     */
                                    retry_after_seconds?: number;
                                };
                            };
                            changed_at: string | null;
                            changed_by: string | null;
                        };
                        data_retention: {
                            /** @description devices whose agents have not been heard of for so long; absent: they stay. Records without an agent stay. */
                            unseen_devices?: {
                                days: number;
                                /**
                                 * @description what becomes of the record
                                 * @enum {unknown}
                                 */
                                record: "archive" | "remove";
                            };
                            /** @description days; absent: for ever. What is left of devices after their deletion: records, addresses, log. Goes with actions_days, and not before the actions on them. */
                            deleted_devices_days?: number;
                            /** @description days; absent: for ever. What happened to devices other than by actions. */
                            logs_days?: number;
                            /** @description days; absent: for ever. Actions of which all ended so long ago, with their targets; not those that still have effect. */
                            actions_days?: number;
                            /** @description days; absent: for ever. What commands brought back. */
                            reports_days?: number;
                            /** @description days; absent: for ever. Threats that no scan has found on a device for so long. */
                            findings_days?: number;
                            changed_at: string | null;
                            changed_by: string | null;
                            /** @description what the background job did; a kind that is not looked at has none */
                            runs: {
                                /** @enum {unknown} */
                                kind: "unseen_devices" | "deleted_devices" | "logs" | "actions" | "reports" | "findings";
                                /** Format: date-time */
                                last_run_at: string;
                                /** @description devices, events, actions, reports or findings, in the last run */
                                removed: number;
                                removed_ever: number;
                            }[];
                        };
                        licence: {
                            /** @description null: any number */
                            devices_allowed: number | null;
                            /** @description how many it counts: all but unknown devices, archived ones and those it has no room for */
                            devices_counted: number;
                        };
                        /** @description of the types that agents carry out, where an order says nothing else */
                        deadlines: {
                            type: string;
                            /** @description seconds */
                            deliver_within: number;
                            /** @description seconds */
                            finish_within: number;
                        }[];
                        command_signing_keys: {
                            /** @constant */
                            algorithm: "Ed25519";
                            /** @description SPKI in base64url: what agents pin at enrolment */
                            public_key: string;
                            /** @description of the SPKI bytes, hexadecimal */
                            sha256: string;
                        }[];
                        limits: {
                            /** @description devices of one action */
                            targets_max: number;
                        };
                        sessions: {
                            /** @description a console session ends after so long without a request */
                            idle_seconds: number;
                            /** @description and after this in any case */
                            lifetime_seconds: number;
                        };
                        retention: {
                            /** @description how long answers to repeated requests are kept */
                            idempotency_keys_seconds: number;
                            /** @description how long tokens are kept after they expired */
                            expired_tokens_seconds: number;
                            /** @description null: for ever */
                            audit_entries_seconds: null;
                            /** @description null: for ever */
                            reports_seconds: null;
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listSavedViews: {
        parameters: {
            query?: {
                page?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            view_id: string;
                            /** @description the page of the console that it is for, such as `devices` */
                            page: string;
                            name: string;
                            /** @description the query of the page’s URL: its filter, order and columns */
                            search: string;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            modified_at: string;
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    createSavedView: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "page": "devices",
                 *       "name": "Offline kiosks",
                 *       "search": "group_id=kiosks&online=false"
                 *     }
                 */
                "application/json": {
                    /** @description the page of the console that it is for, such as `devices` */
                    page: string;
                    name: string;
                    /** @description the query of the page’s URL: its filter, order and columns */
                    search: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        view_id: string;
                        /** @description the page of the console that it is for, such as `devices` */
                        page: string;
                        name: string;
                        /** @description the query of the page’s URL: its filter, order and columns */
                        search: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        modified_at: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    deleteSavedView: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        view_id: string;
                        /** @description the page of the console that it is for, such as `devices` */
                        page: string;
                        name: string;
                        /** @description the query of the page’s URL: its filter, order and columns */
                        search: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        modified_at: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeSavedView: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description the query of the page’s URL: its filter, order and columns */
                    search?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        view_id: string;
                        /** @description the page of the console that it is for, such as `devices` */
                        page: string;
                        name: string;
                        /** @description the query of the page’s URL: its filter, order and columns */
                        search: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        modified_at: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showSignInOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description no user exists: open the link that the server printed at its start */
                        set_up_needed: boolean;
                        /** @description false where the server is reached by a bare address: browsers refuse them */
                        passkeys: boolean;
                        openid: {
                            /** @description for the button */
                            name: string;
                        } | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description of the link `<server>/setup#token=…` */
                    token: string;
                    name: string;
                    /** @description an e-mail address; what one signs in by */
                    email: string;
                    /** @description at least 12 characters, of at least five different ones; not the e-mail address */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"] | {
                        /** @constant */
                        state: "second_factor_needed";
                        /** @description from the answer before; good for five minutes */
                        ceremony: string;
                        totp: boolean;
                        recovery_codes: boolean;
                        /** @description for the same ceremony; null where the user has no passkey */
                        passkey_options: {
                            [key: string]: unknown;
                        } | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description from the answer before; good for five minutes */
                    ceremony: string;
                    totp?: string;
                    recovery_code?: string;
                    passkey?: components["schemas"]["PasskeyResponse"];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    beginPasskeySignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyCeremony"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    signInByPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description from the answer before; good for five minutes */
                    ceremony: string;
                    passkey: components["schemas"]["PasskeyResponse"];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        email: string;
                        name: string;
                        /**
                         * @description viewer: looks; operator: also acts on devices, groups, enrolment and duplicates; administrator: also users, applications, releases and settings
                         * @enum {unknown}
                         */
                        role: "viewer" | "operator" | "administrator";
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    /** @description at least 12 characters, of at least five different ones; not the e-mail address */
                    password: string;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"] | {
                        /** @constant */
                        state: "second_factor_needed";
                        /** @description from the answer before; good for five minutes */
                        ceremony: string;
                        totp: boolean;
                        recovery_codes: boolean;
                        /** @description for the same ceremony; null where the user has no passkey */
                        passkey_options: {
                            [key: string]: unknown;
                        } | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    beginFreshSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyCeremony"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    confirmFreshSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password?: string;
                    totp?: string;
                    /** @description from the answer before; good for five minutes */
                    ceremony?: string;
                    passkey?: components["schemas"]["PasskeyResponse"];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description at least 12 characters, of at least five different ones; not the e-mail address */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listOwnSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UserSession"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    endOwnSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSession"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listOwnGrants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            app_id: string;
                            name: string;
                            /** @description what it may do, as far as the user’s role allows it too */
                            scopes: string[];
                            /** Format: date-time */
                            granted_at: string;
                        }[];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    revokeOwnGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        app_id: string;
                        name: string;
                        /** @description what it may do, as far as the user’s role allows it too */
                        scopes: string[];
                        /** Format: date-time */
                        granted_at: string;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    beginTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description shown this once */
                        totp: {
                            /** @description base32, for typing */
                            secret: string;
                            /** @description otpauth://…, for a QR code */
                            uri: string;
                        };
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    removeTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    confirmTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Passkey"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    registerPasskey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasskey"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    beginPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyCeremony"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    renamePasskey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@example.com",
                 *       "name": "Grace",
                 *       "role": "operator"
                 *     }
                 */
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedUser"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /**
                     * @description viewer: looks; operator: also acts on devices, groups, enrolment and duplicates; administrator: also users, applications, releases and settings
                     * @enum {unknown}
                     */
                    role?: "viewer" | "operator" | "administrator";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    inviteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedUser"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    disableUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    enableUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    resetSecondFactors: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UserSession"][];
                        /** @description Give it as `cursor` to go on; null: that was all. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    endUserSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSession"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    endUserSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique for this request. The same key with another request is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    listActionTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ActionTypeInfo"][];
                        next_cursor: null;
                    };
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    showOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
}
